"""The JSON API: one module per thing, one for its shapes, one for its errors.

Decides what programs may see and ask for; the contract is OpenAPI at /openapi/openapi.json.
"""
