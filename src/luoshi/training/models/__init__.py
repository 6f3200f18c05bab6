"""Tables of study, one noun a file."""

from luoshi.training.models.classes import ClassImport, TrainingClass
from luoshi.training.models.commitments import Commitment, FollowUp
from luoshi.training.models.discussions import DiscussionPiece, Outcome, Question
from luoshi.training.models.reading import Note, ReadingPlace, RelatedClause, RelatedDocument
from luoshi.training.models.reflections import Reflection, ReflectionComment, ReflectionVersion
from luoshi.training.models.sessions import Lecturer, Material, Passage, RemovedSession, Session, Video, WatchingPlace
from luoshi.training.models.trainees import Absence, CallUp, EvaluationBox, Group, Trainee

__all__ = [
    "Absence",
    "CallUp",
    "ClassImport",
    "Commitment",
    "DiscussionPiece",
    "EvaluationBox",
    "FollowUp",
    "Group",
    "Lecturer",
    "Material",
    "Note",
    "Outcome",
    "Passage",
    "Question",
    "ReadingPlace",
    "Reflection",
    "ReflectionComment",
    "ReflectionVersion",
    "RelatedClause",
    "RelatedDocument",
    "RemovedSession",
    "Session",
    "Trainee",
    "TrainingClass",
    "Video",
    "WatchingPlace",
]
