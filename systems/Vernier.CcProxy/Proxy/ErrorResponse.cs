using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Proxy;

/// <summary>Writes errors of the proxy in the format that the clients of an API expect.</summary>
internal static class ErrorResponse
{
    public static Task WriteAsync(HttpContext http, ApiShape shape, ProxyError error)
    {
        http.Response.Clear();
        http.Response.StatusCode = error.Status;
        if (error.Kind == ErrorKind.ServiceUnavailable)
            http.Response.Headers.RetryAfter = "1";
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(Body(shape, error).ToJsonString(), http.RequestAborted);
    }

    private static JsonObject Body(ApiShape shape, ProxyError error) => shape == ApiShape.Anthropic
        ? new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = AnthropicType(error.Kind), ["message"] = error.Message } }
        : new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = error.Message,
                ["type"] = error.Status < 500 ? "invalid_request_error" : "api_error",
                ["param"] = null,
                ["code"] = error.Kind == ErrorKind.ModelNotFound ? "model_not_found" : null,
            },
        };

    private static string AnthropicType(ErrorKind kind) => kind switch
    {
        ErrorKind.Validation or ErrorKind.UnsupportedContentType => "invalid_request_error",
        ErrorKind.RequestTooLarge => "request_too_large",
        ErrorKind.ModelNotFound => "not_found_error",
        ErrorKind.ServiceUnavailable => "overloaded_error",
        ErrorKind.ProviderTimeout => "timeout_error",
        _ => "api_error",
    };
}
