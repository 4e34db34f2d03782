"""Somebody who does not know her password gets in again, and the message she gets can be read by everybody."""

import re

from django.core import mail

from learning.demo.organisation import PASSWORD


def test_who_forgot_her_password_chooses_a_new_one(device):
    phone = device()
    page = phone.go("/accounts/login/")
    page.get_by_role("link", name="I do not know my password").click()
    phone.look("ask")
    page.get_by_label("E-mail").fill("leila@example.org")
    page.get_by_role("button", name="Send me the link").click()
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    phone.look("sent")
    message = mail.outbox[-1]
    address = re.search(r"https?://\S+/reset/key/\S+", message.body).group()
    mail_program = device()
    mail_program.page.set_content(message.alternatives[0].content)
    mail_program.look("message")
    page.goto(address)
    phone.look("choose")
    for label in ("New Password", "New Password (again)"):
        page.get_by_label(label, exact=True).fill(PASSWORD + "-two")
    page.get_by_role("button", name="Keep this password").click()
    page.get_by_role("heading", name="You have a new password").wait_for()
    phone.look("done")
    phone.sign_in("leila@example.org", PASSWORD + "-two")
    page.get_by_role("link", name="Your account: Leila").click()
    page.get_by_role("heading", name="Change your password").wait_for()
    phone.look("change")
