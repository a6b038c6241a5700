"""Answers as JSON. Each field is described, in Chinese, to people who will never see this code.

Order: fields, comparison, answer, claims, report, lists, batch, check
"""
