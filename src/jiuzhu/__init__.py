"""救助窗 (Jiuzhu): the social-assistance window of a township on one desk."""

__version__ = "0.1.0"
