"""Who gets what from which address. One row per address; the build fails when one is missing.

Answers: 200 shown, 302 done or led on, 404 not visible, 403 visible but not allowed, 405 wrong method. "anonymous" is
302 where not named: everybody signs in first. "*" stands for all actors not named.
"""

from __future__ import annotations

from typing import Any

from exams.models import ItemBasis
from tests.permissions.compliance import COMPLIANCE
from tests.permissions.installation import INSTALLATION
from tests.permissions.learning import LEARNING
from tests.permissions.rows import ALL, OVERSEERS, PERSON, Row, done, person

STAFF = {**OVERSEERS, "admin": 200}
KEEPERS = {"*": 403, "hr": 200, "admin": 200}
KEEPERS_DO = {"*": 403, "hr": 302, "admin": 302}
ROLE_KEEPERS = {**KEEPERS, "other_hr": 403, "other_admin": 403}
ROSTERS = {"*": 403, "hr": 200, "other_hr": 403}
ROSTERS_DO = {"*": 403, "hr": 302, "other_hr": 403}
GIVERS = {"*": 403, "manager": 200, "other_manager": 200, "safety": 200, "admin": 200}
OWN = {"*": 404, "self": 200}
OWN_DONE = {"*": 404, "self": 302}
RUNS = {"*": 404, "proctor": 302, "trainer": 403, "hr": 403, "safety": 403}
SEES_REVOCATION = {"*": 404, "hr": 200, "safety": 200, "auditor": 200}
SEES_CONDITIONS = {"*": 403, "hr": 200, "safety": 200, "auditor": 200}
SEES_ACCOMMODATION = {"*": 404, "hr": 200, "safety": 200, "auditor": 200}
EXAM_KEEPERS = {"*": 403, "trainer": 200, "safety": 200}
KEEPS = {"*": 404, "trainer": 200, "safety": 200}
SEES = {"*": 404, "proctor": 200, "trainer": 200, "hr": 200, "safety": 200}
SEES_PAPERS = {"*": 404, "proctor": 200, "trainer": 200, "safety": 200, "hr": 403}


# The bank holds keys: whoever may not read it is not told that it is there.
BANK = {"*": 404, "trainer": 200, "safety": 200}
READ_ONLY = {"other_safety": 403, "other_approver": 403}  # all units cite the standards


def item(w: Any) -> dict[str, Any]:
    return {"code": "E1-01"}


def standard(w: Any) -> dict[str, Any]:
    return {"pk": ItemBasis.objects.filter(version__item__code="E1-01").get().standard_id}


def draft(w: Any) -> dict[str, Any]:
    return {"code": w.draft.item.code}


def attempt(w: Any) -> dict[str, Any]:
    return {"public_id": w.attempt.public_id}


def sitting(w: Any) -> dict[str, Any]:
    return {"public_id": w.sitting.public_id}


def online(w: Any) -> dict[str, Any]:
    return {"public_id": w.online.public_id}


def paper_sitting(w: Any) -> dict[str, Any]:
    return {"public_id": w.paper.candidate.sitting.public_id}


def paper(w: Any) -> dict[str, Any]:
    return {"public_id": w.paper.public_id}


def practice(w: Any) -> dict[str, Any]:
    return {"public_id": w.practice.public_id}


def exam(w: Any) -> dict[str, Any]:
    return {"public_id": w.exam.public_id}


def form_set(w: Any) -> dict[str, Any]:
    return {"public_id": w.form_set.public_id}


def certificate(w: Any) -> dict[str, Any]:
    return {"public_id": w.certificate.public_id}


def revocation(w: Any) -> dict[str, Any]:
    return {"public_id": w.revocation.public_id}


def accommodation(w: Any) -> dict[str, Any]:
    return {"public_id": w.accommodation.public_id}


def ruling(w: Any) -> dict[str, Any]:
    return {"public_id": w.ruling.public_id}


def upload(w: Any) -> dict[str, Any]:
    return {"public_id": w.upload.public_id}


def grant(w: Any) -> dict[str, Any]:
    return {"pk": w.grant.pk}


def account(w: Any) -> dict[str, Any]:
    return {"pk": w.users["colleague"].pk}


def unit(w: Any) -> dict[str, Any]:
    return {"code": "C1"}


def job_role(w: Any) -> dict[str, Any]:
    return {"code": "R05"}


def proposal(w: Any) -> dict[str, Any]:
    return {"pk": w.proposal.pk}


def kept(w: Any) -> dict[str, Any]:
    return {"public_id": w.marked.exam.public_id}


def brought(w: Any) -> dict[str, Any]:
    return {"public_id": w.item_import.public_id}


def taken_out(w: Any) -> dict[str, Any]:
    return {"public_id": w.item_export.public_id}


# A lesson shows it whose course is for a job role that none of the actors holds; these see all courses.
READS = {"*": 404, "trainer": 200, "other_hr": 200, "other_safety": 200, "other_auditor": 200, "other_admin": 200,
         "hr": 200, "safety": 200, "auditor": 200, "admin": 200}  # fmt: skip
EXCHANGES = {"*": 404, "trainer": 200, "safety": 200}
HAVE_PERSON = {"*": 404, "self": 200, "colleague": 200, "other_colleague": 200}  # the course is for everybody

MATRIX = [
    Row("website:live", {"*": 200, "anonymous": 200}),
    Row("website:ready", {"*": 200, "anonymous": 200}),
    Row("website:media", {"*": 404, "anonymous": 404}, lambda w: {"path": "images/nothing.png"}),
    Row("website:home", ALL),
    Row("website:worker", {"*": 200, "anonymous": 200}),
    Row("website:manifest", {"*": 200, "anonymous": 200}),
    Row("website:offline", {"*": 200, "anonymous": 200}, lambda w: {"language": "zh"}),
    Row("library:video", READS, lambda w: {"public_id": w.video.public_id}),
    Row("library:captions", READS, lambda w: {"public_id": w.video.public_id, "language": "zh"}),
    Row("website:administration", {**STAFF, "trainer": 200}),
    Row("people:account", ALL),
    Row("people:sign_on", {"*": 302, "anonymous": 200}, lambda w: {"way": "feishu"}, "post"),
    Row("people:start_code", {"*": 200, "anonymous": 200}),
    Row("people:person_new", {"*": 403, "hr": 200}),
    Row("people:person_new", {"*": 403, "hr": 200}, method="post"),
    Row("people:person_keep", {"*": 404, "hr": 200}, person),
    Row("people:person_keep", {"*": 404, "hr": 200}, person, "post", {"what": "details"}),
    Row("people:hand_out_code", {"*": 404, "self": 403, "manager": 200, "hr": 200, "safety": 403, "auditor": 403},
        person, "post"),
    Row("people:rights", STAFF),
    Row("people:rights_file", STAFF),
    Row("people:right_give", GIVERS),
    Row("people:right_give", GIVERS, method="post"),
    Row("people:right_end", {"*": 404, "hr": 403, "auditor": 403, "safety": 200, "admin": 200}, grant),
    Row("people:right_end", {"*": 404, "hr": 403, "auditor": 403, "safety": 200, "admin": 200}, grant, "post"),
    Row("people:proposal", {"*": 404, "hr": 200, "auditor": 200, "safety": 200, "admin": 200}, proposal),
    Row("people:proposal", {"*": 404, "hr": 403, "auditor": 403, "safety": 403, "admin": 302}, proposal, "post"),
    Row("people:accounts", KEEPERS),
    Row("people:accounts_file", KEEPERS),
    Row("people:account_kept", {"*": 404, "hr": 200, "admin": 200}, account),
    Row("people:account_change", {"*": 404, "hr": 302, "admin": 302}, lambda w: {**account(w), "what": "off"}, "post"),
    Row("people:account_change", {"*": 404, "hr": 403, "admin": 302}, lambda w: {**account(w), "what": "factor"},
        "post"),
    Row("people:start_codes", {"*": 403, "hr": 200, "manager": 200, "other_manager": 200}),
    Row("people:start_codes", {"*": 403, "hr": 200, "manager": 200, "other_manager": 200}, method="post"),
    Row("people:units", KEEPERS),
    Row("people:units_file", KEEPERS),
    Row("people:unit_new", KEEPERS),
    Row("people:unit", KEEPERS, unit),
    Row("people:unit", KEEPERS, unit, "post"),
    Row("people:unit_move", KEEPERS_DO, unit, "post"),
    Row("people:unit_close", KEEPERS_DO, unit, "post"),
    Row("people:job_roles", KEEPERS),
    Row("people:job_roles_file", KEEPERS),
    Row("people:job_role_new", ROLE_KEEPERS),
    Row("people:job_role", ROLE_KEEPERS, job_role),
    Row("people:job_role", ROLE_KEEPERS, job_role, "post"),
    Row("people:job_role_retire", {**KEEPERS_DO, "other_hr": 403, "other_admin": 403}, job_role, "post"),
    Row("people:rosters", ROSTERS),
    Row("people:roster_template", ROSTERS),
    Row("people:roster", ROSTERS, upload),
    Row("people:roster_progress", ROSTERS, upload),
    Row("people:roster_apply", ROSTERS_DO, upload, "post"),
    Row("people:roster_cancel", ROSTERS_DO, upload, "post"),
    Row("people:roster_retry", ROSTERS_DO, upload, "post"),
    Row("people:roster_again", ROSTERS_DO, upload, "post"),
    Row("people:roster_undo", ROSTERS, upload),
    Row("people:roster_undo", ROSTERS_DO, upload, "post"),
    Row("people:roster_lines_file", ROSTERS, upload),
    Row("people:roster_faults_file", ROSTERS, upload),
    *LEARNING,
    Row("exams:mine", ALL),
    Row("exams:introduction", HAVE_PERSON, exam),
    Row("exams:start", done(HAVE_PERSON), exam, "post"),
    Row("exams:attempt", OWN, attempt),
    Row("exams:save", {"*": 404, "anonymous": 401, "self": 422}, attempt, "post"),
    Row("exams:answers", OWN_DONE, attempt, "post"),
    Row("exams:branch", OWN_DONE, attempt, "post"),
    Row("exams:record", {"*": 404, "trainer": 200, "safety": 200}, attempt),
    Row("exams:record_decide", {"*": 404, "trainer": 302, "safety": 302}, attempt, "post"),
    Row("exams:signal", {"*": 404, "anonymous": 401, "self": 422}, attempt, "post"),
    Row("exams:sitting_answer_file", RUNS, sitting, "post"),
    Row("exams:take_over", OWN_DONE, attempt, "post"),
    Row("exams:attempt_picture", OWN, lambda w: {**attempt(w), "code": "P1"}),
    Row("exams:paper_picture", SEES_PAPERS, lambda w: {**paper(w), "code": "P1"}),
    Row("exams:bank_picture", {"*": 404, "trainer": 200, "safety": 200}, lambda w: {"code": "P1"}),
    Row("exams:exports", EXCHANGES),
    Row("exams:export", {"*": 404, "trainer": 200}, taken_out),
    Row("exams:export_file", {"*": 404, "trainer": 200}, taken_out),
    Row("exams:export_retry", {"*": 404, "trainer": 302}, taken_out, "post"),
    Row("exams:imports", EXCHANGES),
    Row("exams:imports", {"*": 404, "trainer": 200, "safety": 403}, method="post"),
    Row("exams:import_template", EXCHANGES),
    Row("exams:import", EXCHANGES, brought),
    Row("exams:import_progress", EXCHANGES, brought),
    Row("exams:import_apply", {"*": 404, "trainer": 302, "safety": 403}, brought, "post"),
    Row("exams:import_cancel", done(EXCHANGES), brought, "post"),
    Row("exams:import_retry", done(EXCHANGES), brought, "post"),
    Row("exams:import_again", {"*": 404, "trainer": 302, "safety": 403}, brought, "post"),
    Row("exams:import_remarks_file", EXCHANGES, brought),
    Row("exams:import_picture", EXCHANGES, lambda w: {**brought(w), "code": "B1"}),
    Row("exams:bank_pictures", BANK),
    Row("exams:bank", BANK),
    Row("exams:bank_file", BANK),
    Row("exams:bank_many", done(BANK), method="post"),
    Row("exams:review", BANK),
    Row("exams:areas", BANK),
    Row("exams:areas", {"*": 404, "trainer": 200, "safety": 403}, method="post"),
    Row("exams:area", {"*": 404, "trainer": 200, "safety": 403}, lambda w: {"code": "E1"}),
    Row("exams:standards", BANK),
    Row("exams:standard_new", {**BANK, **READ_ONLY}),
    Row("exams:standard", {**BANK, "other_safety": 200, "other_approver": 200}, standard),
    Row("exams:standard", {**BANK, **READ_ONLY}, standard, "post"),
    Row("exams:enemies", BANK),
    Row("exams:enemy_new", {"*": 404, "trainer": 200, "safety": 403}),
    Row("exams:enemy_group", {"*": 404, "trainer": 200, "safety": 403}, lambda w: {"pk": w.enemies.pk}),
    Row("exams:policies", BANK),
    Row("exams:policy_new", {"*": 404, "trainer": 200, "safety": 403}),
    Row("exams:policy", {"*": 404, "trainer": 200, "safety": 403}, exam),
    Row("exams:form_sets", BANK, exam),
    Row("exams:form_sets", {"*": 404, "trainer": 200, "safety": 403}, exam, "post"),
    Row("exams:form_set", BANK, form_set),
    Row("exams:form_set_file", BANK, form_set),
    Row("exams:form_set_withdraw", {"*": 404, "trainer": 302, "safety": 403}, form_set, "post"),
    Row("exams:form_preview", BANK, lambda w: {**form_set(w), "letter": "A"}),
    Row("exams:form_print", BANK, lambda w: {**form_set(w), "letter": "A"}),
    Row("exams:form_picture", BANK, lambda w: {**form_set(w), "letter": "A", "code": "P1"}),
    Row("exams:item_new", {"*": 404, "trainer": 200, "safety": 403}),
    Row("exams:item", BANK, item),
    Row("exams:item_edit", {"*": 404, "trainer": 200, "safety": 403}, draft),
    Row("exams:item_preview", {"*": 404, "trainer": 200, "safety": 403}, draft, "post"),
    Row("exams:item_begin", {"*": 404, "trainer": 302, "safety": 403}, item, "post"),
    Row("exams:item_discard", {"*": 404, "trainer": 302, "safety": 403}, draft, "post"),
    Row("exams:item_act", done(BANK), lambda w: {**item(w), "verb": "note"}, "post"),
    Row("exams:item_act", {"*": 404, "trainer": 302, "safety": 403}, lambda w: {**item(w), "verb": "retire"}, "post"),
    Row("exams:next_section", {"*": 404}, attempt, "post"),  # without timed sections there is no next
    Row("exams:summary", OWN, attempt),
    Row("exams:submit", OWN_DONE, attempt, "post"),
    Row("exams:result", OWN_DONE, attempt),
    Row("exams:practice", ALL),
    Row("exams:notebook", ALL),
    Row("exams:practice_begin", {"*": 404, "self": 302, "colleague": 302}, method="post", data={"kind": "daily"}),
    Row("exams:practice_run", OWN, practice),
    Row("exams:practice_answer", OWN_DONE, lambda w: {**practice(w), "position": 1}, "post"),
    Row("exams:practice_choose", OWN_DONE, lambda w: {**practice(w), "position": 1}, "post"),
    Row("exams:practice_picture", OWN, lambda w: {**practice(w), "code": "P1"}),
    Row("exams:accommodations", SEES_CONDITIONS),
    Row("exams:accommodations_file", SEES_CONDITIONS),
    Row("exams:accommodation_new", {**SEES_CONDITIONS, "auditor": 403}),
    Row("exams:accommodation", SEES_ACCOMMODATION, accommodation),
    Row("exams:accommodation", {**SEES_ACCOMMODATION, "hr": 403, "auditor": 403}, accommodation, "post"),
    Row("exams:accommodation_withdraw",
        {"*": 404, "hr": 302, "safety": 403, "auditor": 403}, accommodation, "post"),
    Row("exams:accommodation_end", {"*": 404, "hr": 302, "safety": 302, "auditor": 403}, accommodation, "post"),
    Row("exams:sittings", ALL),
    Row("exams:sitting", SEES, sitting),
    Row("exams:sitting", {**SEES, "proctor": 404}, online),
    Row("exams:roster_file", {**SEES, "proctor": 404}, online),
    Row("exams:sitting_candidates", {**SEES, "proctor": 404}, online),
    Row("exams:sitting_change", {**SEES, "proctor": 404}, online),
    Row("exams:sitting_new", {"*": 403, "trainer": 200, "hr": 200, "safety": 200}),
    Row("exams:sittings_file", ALL),
    Row("exams:roster_file", SEES, sitting),
    Row("exams:sitting_conditions", SEES, sitting),
    Row("exams:sitting_settings_file", SEES, sitting, "post"),
    Row("exams:safe_browser", {"*": 404, "self": 302}, sitting),
    Row("exams:safe_browser", {"*": 404, "self": 302}, sitting, "post"),
    Row("exams:sitting_candidates", SEES, sitting),
    Row("exams:sitting_candidates", done(SEES), sitting, "post"),
    Row("exams:sitting_open", RUNS, sitting, "post"),
    Row("exams:sitting_close", RUNS, sitting, "post"),
    Row("exams:sitting_identity", {**RUNS, "proctor": 404}, sitting, "post"),
    Row("exams:sitting_start_code", {**RUNS, "proctor": 404}, sitting, "post"),
    Row("exams:sitting_takeover", {**RUNS, "proctor": 404}, sitting, "post"),
    Row("exams:sitting_extend", RUNS, sitting, "post"),
    Row("exams:sitting_silence", {**RUNS, "proctor": 404}, sitting, "post"),
    Row("exams:sitting_live", SEES, sitting),
    Row("exams:sitting_change", SEES, sitting),
    Row("exams:sitting_change", SEES, sitting, "post"),
    Row("exams:papers", SEES_PAPERS, paper_sitting),
    Row("exams:papers_draw", done(SEES_PAPERS), paper_sitting, "post"),
    Row("exams:papers_print", SEES_PAPERS, paper_sitting),
    Row("exams:paper", SEES_PAPERS, paper),
    Row("exams:paper_take_back", done(SEES_PAPERS), paper, "post"),
    Row("exams:paper_decide", done(SEES_PAPERS), paper, "post"),
    Row("exams:analysis", {**EXAM_KEEPERS, "hr": 200, "auditor": 200}),
    Row("exams:analysis_exam", KEEPS, kept),
    Row("exams:analysis_file", KEEPS, kept),
    Row("exams:analysis_forms", KEEPS, kept),
    Row("exams:analysis_leaks", KEEPS, kept),
    Row("exams:analysis_item", KEEPS, lambda w: {**kept(w), "version_id": w.task.version_id}),
    Row("exams:analysis_lesson", done(KEEPS), lambda w: {**kept(w), "version_id": w.task.version_id}, "post"),
    Row("exams:attempts", KEEPS, kept),
    Row("exams:exam_answer_file", done(KEEPS), kept, "post"),
    Row("exams:release_policy", KEEPS, kept),
    Row("exams:release", done(KEEPS), kept, "post"),
    Row("exams:appeal_new", OWN, lambda w: {"public_id": w.appeal.attempt.public_id}),
    Row("exams:appeals", EXAM_KEEPERS),
    Row("exams:appeal", KEEPS, lambda w: {"public_id": w.appeal.public_id}),
    Row("exams:attempt_marks", KEEPS, lambda w: {"public_id": w.appeal.attempt.public_id}),
    Row("exams:corrections", EXAM_KEEPERS),
    Row("exams:correction_new", KEEPS, lambda w: {"pk": w.task.version_id}),
    Row("exams:correction", KEEPS, lambda w: {"public_id": w.correction.public_id}),
    Row("exams:correction", {**KEEPS, "trainer": 403}, lambda w: {"public_id": w.correction.public_id}, "post"),
    Row("exams:correction_withdraw", {**KEEPS, "trainer": 302, "safety": 403},
        lambda w: {"public_id": w.correction.public_id}, "post"),
    Row("exams:rulings", EXAM_KEEPERS),
    Row("exams:ruling_new", KEEPS, attempt),
    Row("exams:ruling_new", KEEPS, attempt, "post"),
    Row("exams:ruling", KEEPS, ruling),
    Row("exams:ruling", {**KEEPS, "trainer": 403}, ruling, "post"),
    Row("exams:ruling_withdraw", {**KEEPS, "trainer": 302, "safety": 403}, ruling, "post"),
    Row("exams:marking", EXAM_KEEPERS),
    Row("exams:marking_next", done(KEEPS), lambda w: {**kept(w), "version_id": w.task.version_id}),
    Row("exams:marking_answer", KEEPS, lambda w: {"public_id": w.task.public_id}),
    Row("certificates:mine", ALL),
    Row("certificates:file", PERSON, certificate),
    Row("certificates:detail", PERSON, certificate),
    Row("certificates:register", OVERSEERS),
    Row("certificates:register_file", OVERSEERS),
    Row("certificates:batch_new", done(OVERSEERS), method="post"),
    Row("certificates:batches", OVERSEERS),
    Row("certificates:batch_file", {"*": 404, "hr": 200}, lambda w: {"public_id": w.batch.public_id}),
    Row("certificates:held", {"*": 403, "hr": 200}),
    Row("certificates:held_again", {"*": 403, "hr": 302}, method="post"),
    Row("certificates:again", {**PERSON, "self": 403, "manager": 403, "safety": 403, "auditor": 403, "hr": 302},
        certificate, "post"),
    Row("certificates:revocations", {"*": 403, "hr": 200, "safety": 200, "auditor": 200}),
    Row("certificates:revocation", SEES_REVOCATION, revocation),
    Row("certificates:revocation", {**SEES_REVOCATION, "hr": 403, "auditor": 403}, revocation, "post"),
    Row("certificates:revocation_withdraw", {**SEES_REVOCATION, "hr": 302, "safety": 403, "auditor": 403},
        revocation, "post"),
    Row("certificates:revocation_new", {**PERSON, "self": 403, "manager": 403, "auditor": 403}, certificate),
    Row("certificates:verify_form", {"*": 200, "anonymous": 200}),
    Row("certificates:verify", {"*": 200, "anonymous": 200}, lambda w: {"code": w.certificate.code}),
    *COMPLIANCE,
    *INSTALLATION,
]  # fmt: skip
