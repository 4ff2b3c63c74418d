"""Addresses of the exams floor."""

from django.urls import path

from exams.views import branch, candidate, imports, marking, papers, pictures, proctor, save, schedule, start_codes

app_name = "exams"

urlpatterns = [
    path("exams/", candidate.mine, name="mine"),
    path("exams/<str:public_id>/", candidate.introduction, name="introduction"),
    path("exams/<str:public_id>/start/", candidate.start, name="start"),
    path("attempts/<str:public_id>/", candidate.attempt, name="attempt"),
    path("attempts/<str:public_id>/save/", save.save, name="save"),
    path("attempts/<str:public_id>/branch/", branch.branch, name="branch"),
    path("attempts/<str:public_id>/pictures/<slug:code>/", pictures.of_attempt, name="attempt_picture"),
    path("pictures/<slug:code>/", pictures.of_bank, name="bank_picture"),
    path("bank/imports/", imports.imports, name="imports"),
    path("bank/imports/<str:public_id>/", imports.import_, name="import"),
    path("bank/imports/<str:public_id>/progress/", imports.progress, name="import_progress"),
    path("bank/imports/<str:public_id>/apply/", imports.apply, name="import_apply"),
    path("bank/imports/<str:public_id>/cancel/", imports.cancel, name="import_cancel"),
    path("bank/imports/<str:public_id>/retry/", imports.retry, name="import_retry"),
    path("bank/imports/<str:public_id>/again/", imports.again, name="import_again"),
    path("bank/imports/<str:public_id>/remarks/", imports.remarks_file, name="import_remarks_file"),
    path("bank/imports/<str:public_id>/pictures/<slug:code>/", imports.picture, name="import_picture"),
    path("attempts/<str:public_id>/answers/", candidate.answers, name="answers"),
    path("attempts/<str:public_id>/summary/", candidate.summary, name="summary"),
    path("attempts/<str:public_id>/submit/", candidate.submit, name="submit"),
    path("attempts/<str:public_id>/result/", candidate.result, name="result"),
    path("sittings/", proctor.sittings, name="sittings"),
    path("sittings/file/", proctor.sittings_file, name="sittings_file"),
    path("sittings/new/", schedule.new, name="sitting_new"),
    path("sittings/<str:public_id>/candidates/", schedule.candidates, name="sitting_candidates"),
    path("sittings/<str:public_id>/", proctor.sitting, name="sitting"),
    path("sittings/<str:public_id>/file/", proctor.roster_file, name="roster_file"),
    path("sittings/<str:public_id>/open/", proctor.open_sitting, name="sitting_open"),
    path("sittings/<str:public_id>/close/", proctor.close_sitting, name="sitting_close"),
    path("sittings/<str:public_id>/identity/", proctor.identity, name="sitting_identity"),
    path("sittings/<str:public_id>/start-code/", start_codes.hand_out, name="sitting_start_code"),
    path("sittings/<str:public_id>/extend/", proctor.extend, name="sitting_extend"),
    path("sittings/<str:public_id>/papers/", papers.progress, name="papers"),
    path("sittings/<str:public_id>/papers/draw/", papers.draw, name="papers_draw"),
    path("sittings/<str:public_id>/papers/print/", papers.print_sheets, name="papers_print"),
    path("papers/<str:public_id>/", papers.paper, name="paper"),
    path("papers/<str:public_id>/pictures/<slug:code>/", pictures.of_paper, name="paper_picture"),
    path("papers/<str:public_id>/take-back/", papers.take_back, name="paper_take_back"),
    path("marking/", marking.marking, name="marking"),
    path("marking/<str:public_id>/<int:version_id>/", marking.next_answer, name="marking_next"),
    path("marking/<str:public_id>/", marking.answer, name="marking_answer"),
    path("papers/<str:public_id>/decide/", papers.decide, name="paper_decide"),
]
