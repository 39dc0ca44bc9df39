using Vernier.AspNetCore.Requests;
using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth;

/// <summary>The label of metrics per server.</summary>
internal readonly record struct ServerLabels([property: Label(MaxValues = 500, Description = "The configured name of the server.")] string Server);

/// <summary>The result of a token acquisition.</summary>
internal enum AcquisitionStatus
{
    Success,
    Failure,
}

/// <summary>The labels of the acquisition counter.</summary>
internal readonly record struct AcquisitionLabels(
    [property: Label(MaxValues = 500, Description = "The configured name of the server.")] string Server,
    [property: Label(Description = "Whether the acquisition returned a token.")] AcquisitionStatus Status);

/// <summary>The labels of the HTTP request counter.</summary>
internal readonly record struct RequestLabels(
    [property: Label(Description = "The HTTP method.")] HttpVerb Method,
    [property: Label(MaxValues = 64, Description = "The route of the gateway, /token, or the DICOMweb resource; never a path.")] string Endpoint,
    [property: Label(MaxValues = 64, Description = "The HTTP status code; 499 if the client disconnected; 502, 504 or 495 for a call without a response.")] string Status);

/// <summary>The labels of the HTTP request durations.</summary>
internal readonly record struct EndpointLabels(
    [property: Label(Description = "The HTTP method.")] HttpVerb Method,
    [property: Label(MaxValues = 64, Description = "The route of the gateway, /token, or the DICOMweb resource; never a path.")] string Endpoint);

/// <summary>The labels of the error counter.</summary>
internal readonly record struct ErrorLabels(
    [property: Label(MaxValues = 500, Description = "The configured name of the server.")] string Server,
    [property: Label(Description = "The code in the error catalog.")] ErrorCode ErrorCode,
    [property: Label(Description = "The category of the error.")] ErrorCategory Category);
