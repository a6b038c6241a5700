"""Answers as JSON. Each field is described, in Chinese, to people who will never see this code.

Order: fields, answer, claims, report, lists, comparison, batch, check
"""
