using Vernier.AspNetCore.Requests;

namespace Vernier.DicomWebOAuth.Labels;

/// <summary>The labels of the durations of HTTP requests.</summary>
internal readonly record struct EndpointLabels(
    [property: Label(Description = "The HTTP method.")] HttpVerb Method,
    [property: Label(MaxValues = 200, Description = "The route of the gateway, /token, or the DICOMweb resource; never a path.")] string Endpoint);
