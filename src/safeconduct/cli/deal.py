"""``safeconduct deal``: the verbs of room ``deal``."""

import click

from safeconduct.cli.deal_ask import coverage, explain, owed, unlock, what_if
from safeconduct.cli.deal_check import check
from safeconduct.cli.deal_read import diff, schema, show, write
from safeconduct.cli.deal_readings import readings
from safeconduct.cli.deal_stand import standing

deal = click.Group("deal", help="Read an agreement, check it, ask what it commits anyone to.")
for command in (check, coverage, diff, explain, owed, readings, schema, show, standing, unlock, what_if, write):
    deal.add_command(command)
