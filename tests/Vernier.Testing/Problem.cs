using System.Text.Json;

namespace Vernier.Testing;

/// <summary>The problem details of a response.</summary>
internal sealed record Problem(int Status, string Title, string Detail)
{
    public static async Task<Problem> OfAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var root = json.RootElement;
        root.GetProperty("status").GetInt32().ShouldBe((int)response.StatusCode);
        return new Problem(root.GetProperty("status").GetInt32(), root.GetProperty("title").GetString()!, root.GetProperty("detail").GetString()!);
    }
}
