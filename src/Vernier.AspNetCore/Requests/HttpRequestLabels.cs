namespace Vernier.AspNetCore.Requests;

/// <summary>The labels of a completed request, with the names of OpenTelemetry's semantic conventions.</summary>
/// <param name="Method">The request method.</param>
/// <param name="Route">The template of the matched route, never a path; null or empty (the label is absent) if no route matched.</param>
/// <param name="StatusCode">The status code of the response, see <see cref="HttpRequestCatalog"/>.</param>
/// <param name="Scheme">The scheme of the request, after middleware such as forwarded headers.</param>
/// <param name="ProtocolVersion">The version of HTTP.</param>
/// <param name="ErrorType">The type of the exception, or a status code from 500; null or empty (the label is absent) without an error.</param>
public readonly record struct HttpRequestLabels(
    [property: Label("http_request_method", Description = "The request method; _OTHER for non-standard methods.")] HttpVerb Method,
    [property: Label("http_route", Description = "The template of the matched route, such as /orders/{id}; absent if no route matched.")] string? Route,
    [property: Label("http_response_status_code", Description = "The status code: 500 for an unhandled exception, 499 if the client disconnected first.")] string StatusCode,
    [property: Label("url_scheme", Description = "The scheme, http or https.")] UrlScheme Scheme,
    [property: Label("network_protocol_version", Description = "The version of HTTP.")] HttpProtocolVersion ProtocolVersion,
    [property: Label("error_type", Description = "The type of an exception that the application did not handle itself, otherwise the status code if it is 500 or higher; absent without an error.")] string? ErrorType);

/// <summary>The labels of a request in progress, whose route and status are not known yet.</summary>
/// <param name="Method">The request method.</param>
/// <param name="Scheme">The scheme of the request.</param>
public readonly record struct ActiveRequestLabels(
    [property: Label("http_request_method", Description = "The request method; _OTHER for non-standard methods.")] HttpVerb Method,
    [property: Label("url_scheme", Description = "The scheme, http or https.")] UrlScheme Scheme);
