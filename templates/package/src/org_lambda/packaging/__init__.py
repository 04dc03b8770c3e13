"""What is deployed, made fit for Lambda; ``lambda-artifact.js`` hands each artifact over.

It needs nothing but the standard library: the machine that packages has no requirements of ours.
"""
