"""The addresses of pages and of what people do on them."""

from django.urls import path

from tekstari.web.views import automations, calls, doubts, inbox, phones, preferences, signing_in, why

W = "w/<slug:slug>/"

urlpatterns = [
    path("", signing_in.front, name="front"),
    path("login", signing_in.log_in, name="login"),
    path("logout", signing_in.log_out, name="logout"),
    path("setup/<str:token>", signing_in.set_up, name="setup"),
    path("language", preferences.language, name="language"),
    path("theme", preferences.theme, name="theme"),
    path("design", preferences.design, name="design"),
    path(W + "count/<str:kind>", inbox.count, name="count"),
    path(W + "messages", inbox.inbox, name="inbox"),
    path(W + "messages/rows", inbox.rows, name="rows"),
    path(W + "messages/<str:id>", inbox.conversation, name="conversation"),
    path(W + "messages/<str:id>/thread", inbox.thread, name="thread"),
    path(W + "messages/<str:id>/details", inbox.details, name="details"),
    path(W + "messages/<str:id>/reply", inbox.reply, name="conversation_reply"),
    path(W + "messages/<str:id>/read", inbox.read, name="conversation_read"),
    path(W + "messages/<str:id>/done", inbox.done, name="conversation_done"),
    path(W + "messages/<str:id>/reopen", inbox.reopen, name="conversation_reopen"),
    path(W + "messages/<str:id>/take", inbox.take, name="conversation_take"),
    path(W + "messages/<str:id>/release", inbox.release, name="conversation_release"),
    path(W + "messages/<str:id>/texts/<str:text>/resend", doubts.resend, name="text_resend"),
    path(W + "messages/<str:id>/texts/<str:text>/leave", doubts.leave, name="text_leave"),
    path(W + "calls", calls.calls, name="calls"),
    path(W + "calls/queue", calls.queue, name="queue"),
    path(W + "calls/next", calls.take_next, name="calls_take"),
    path(W + "calls/<str:id>", calls.call, name="call"),
    path(W + "calls/<str:id>/take", calls.take, name="call_take"),
    path(W + "calls/<str:id>/dial", calls.dial, name="call_dial"),
    path(W + "calls/<str:id>/outcome", calls.outcome, name="call_outcome"),
    path(W + "calls/<str:id>/release", calls.release, name="call_release"),
    path(W + "phones", phones.phones, name="phones"),
    path(W + "phones/clock", phones.clock, name="clock"),
    path(W + "phones/happen", phones.happen, name="happen"),
    path(W + "phones/<str:number>", phones.phone, name="phone"),
    path(W + "automations", automations.automations, name="automations"),
    path(W + "automations/<slug:name>", automations.automation, name="automation"),
    path(W + "automations/<slug:name>/decisions", automations.decisions, name="decisions"),
    path(W + "automations/<slug:name>/switch", automations.switch, name="automation_switch"),
    path(W + "why/<str:id>", why.why, name="why"),
]
