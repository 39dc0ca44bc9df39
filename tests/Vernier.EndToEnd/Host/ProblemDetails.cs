using System.Net;
using System.Text.Json;

namespace Vernier.EndToEnd.Host;

/// <summary>Reads problem details (RFC 9457).</summary>
internal static class ProblemDetails
{
    /// <summary>Returns the body of a response with this status and the media type and fields of problem details; disposes the response.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this Task<HttpResponseMessage> request, HttpStatusCode status)
    {
        using var response = await request;
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        return problem;
    }
}
