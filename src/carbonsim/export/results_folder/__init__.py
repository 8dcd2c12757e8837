"""The folder a run leaves: old or new whole at its name, and nothing of somebody else's lost."""

from carbonsim.export.results_folder.left_behind import settle
from carbonsim.export.results_folder.page_file import findings_of_page, replaced_page
from carbonsim.export.results_folder.replace import made_ready, make_ready, meanwhile_changed, replaced_folder
from carbonsim.export.results_folder.target import findings_of_shared, findings_of_target

__all__ = [
    "findings_of_page",
    "findings_of_shared",
    "findings_of_target",
    "made_ready",
    "make_ready",
    "meanwhile_changed",
    "replaced_folder",
    "replaced_page",
    "settle",
]
