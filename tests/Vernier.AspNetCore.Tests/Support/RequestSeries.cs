using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>The series of the request metrics, for requests over plain HTTP/1.1.</summary>
internal static class RequestSeries
{
    public const string Duration = "http_server_request_duration_seconds";

    /// <summary>The labels of completed requests. A null route or error is absent.</summary>
    public static (string Name, string Value)[] Labels(string method, string? route, string status, string? error = null) =>
    [
        ("http_request_method", method),
        .. route is null ? [] : new[] { ("http_route", route) },
        ("http_response_status_code", status),
        ("url_scheme", "http"),
        ("network_protocol_version", "1.1"),
        .. error is null ? [] : new[] { ("error_type", error) },
    ];

    /// <summary>The number of completed requests.</summary>
    public static double Completed(this ParsedExposition read, string method, string? route, string status, string? error = null) =>
        read.Value(Duration + "_count", Labels(method, route, status, error));

    /// <summary>The number of requests in progress.</summary>
    public static double Active(this ParsedExposition read, string method) =>
        read.Value("http_server_active_requests", ("http_request_method", method), ("url_scheme", "http"));
}
