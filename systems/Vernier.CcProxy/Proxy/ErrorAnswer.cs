using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Proxy;

/// <summary>Answers for the proxy itself, in the form in which the clients of an interface expect errors.</summary>
internal static class ErrorAnswer
{
    public static Task WriteAsync(HttpContext http, ApiShape shape, ErrorKind kind, string message)
    {
        http.Response.Clear();
        http.Response.StatusCode = ErrorKinds.StatusOf(kind);
        if (kind == ErrorKind.ServiceUnavailable)
            http.Response.Headers.RetryAfter = "1";
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(Body(shape, kind, message).ToJsonString(), http.RequestAborted);
    }

    private static JsonObject Body(ApiShape shape, ErrorKind kind, string message) => shape == ApiShape.Anthropic
        ? new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = AnthropicType(kind), ["message"] = message } }
        : new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = message,
                ["type"] = ErrorKinds.StatusOf(kind) < 500 ? "invalid_request_error" : "api_error",
                ["param"] = null,
                ["code"] = kind == ErrorKind.ModelNotFound ? "model_not_found" : null,
            },
        };

    private static string AnthropicType(ErrorKind kind) => kind switch
    {
        ErrorKind.Validation => "invalid_request_error",
        ErrorKind.RequestTooLarge => "request_too_large",
        ErrorKind.ModelNotFound => "not_found_error",
        ErrorKind.ServiceUnavailable => "overloaded_error",
        ErrorKind.ProviderTimeout => "timeout_error",
        _ => "api_error",
    };
}
