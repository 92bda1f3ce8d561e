"""What the terminal's own flow hands in for somebody else fits at the platform, and comes to the agency's list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from central.applications import applications
from central.authorisations import authorisations
from central.commands import publish_documents
from central.platform import Platform
from kiosk.flow.drafting import application_draft
from kiosk.flow.page import PageName
from kiosk.protocol.envelope import Capacity
from tests.central.peer import CATALOGUE, Terminal
from tests.kiosk.flow.identity_desk import IdentityScene, with_photo
from tests.kiosk.flow.test_for_another import CHILD, CODE, MOTHER, by_face, staff_confirm, to_grant


def for_a_mother(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(MOTHER)
    scene.do("next", {"basis": "both-present", "scope": "department", "until": "year"}, then=PageName.IDENTITY)
    by_face(scene)


def with_a_letter(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(MOTHER)
    scene.do("next", {"basis": "paper"}, then=PageName.STAFF)
    staff_confirm(scene)


def for_a_child(scene: IdentityScene) -> None:
    scene.to_identity("S044", CHILD)
    scene.do("for-other", then=PageName.FOR_WHOM)
    scene.do("way", "guardian", then=PageName.CARD)
    scene.lay(with_photo())
    scene.do("next", {"basis": "household-register"}, then=PageName.STAFF)
    staff_confirm(scene)


def for_a_shop(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.ORGANISATION, "S141")
    given = {"credit_code": CODE, "organisation": "示例商行", "basis": "business-licence"}
    scene.do("next", given, then=PageName.STAFF)
    staff_confirm(scene)


@pytest.mark.parametrize("visit", [for_a_mother, with_a_letter, for_a_child, for_a_shop])
def test_a_visit_for_somebody_else_fits(
    visit: Callable[[IdentityScene], None], terminal: Terminal, platform: Platform
) -> None:
    publish_documents(platform, CATALOGUE, None, None)
    scene = IdentityScene()
    scene.start()
    visit(scene)
    draft = application_draft(scene.terminal._desk, scene.terminal._visit)
    submission, data = terminal.envelope(draft)
    assert terminal.put(submission, data).status_code == 201
    (found,) = applications(platform, submission)
    assert found["authorisation"] is not None
    assert [case["detail"] for case in found["cases"] if case["code"] == "authorisation-misfit"] == []
    (kept,) = authorisations(platform, every=True, full=True)
    assert (kept["principal"]["name"], kept["agent"]["name"]) == (
        draft.applicant and draft.applicant.name,
        draft.actor and draft.actor.name,
    )
