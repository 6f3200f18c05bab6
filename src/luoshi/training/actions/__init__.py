"""Writes of study, one public function a verb."""
