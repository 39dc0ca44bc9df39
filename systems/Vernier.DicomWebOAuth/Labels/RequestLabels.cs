using Vernier.AspNetCore.Requests;

namespace Vernier.DicomWebOAuth.Labels;

/// <summary>The labels of the counter of HTTP requests.</summary>
internal readonly record struct RequestLabels(
    [property: Label(Description = "The HTTP method.")] HttpVerb Method,
    [property: Label(MaxValues = 200, Description = "The route of the gateway, /token, or the DICOMweb resource; never a path.")] string Endpoint,
    [property: Label(MaxValues = 500, Description = "The HTTP status; 499 when the caller gave up, 502, 504 or 495 for a call without an answer.")] string Status);
