from trucewatch.model import Report


def infer_published(report: Report) -> Report:
    return report
