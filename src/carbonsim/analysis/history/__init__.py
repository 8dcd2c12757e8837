"""The years before the plan: the model beside the statistics, and how the plan goes on from them."""
