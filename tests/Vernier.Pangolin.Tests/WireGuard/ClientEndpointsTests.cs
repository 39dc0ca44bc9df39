using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.WireGuard;
using Vernier.Services;

namespace Vernier.Pangolin.Tests.WireGuard;

public class ClientEndpointsTests
{
    [Fact]
    public async Task Create_Client_ReturnsItsSecretOnceAndStoresTheHash()
    {
        await using var host = await StartAsync();
        using var response = await PostAsync(host, new { id = "laptop", name = "Laptop", resources = new[] { "app" } });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var created = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var secret = created.GetProperty("secret").GetString()!;
        var stored = await host.Services.GetRequiredService<ClientStore>().FindAsync("laptop", TestContext.Current.CancellationToken);
        stored!.SecretHash.ShouldBe(TextHash.Of(secret));
        var list = await host.Client.GetStringAsync("/api/v1/clients", TestContext.Current.CancellationToken);
        list.ShouldContain("laptop");
        list.ShouldContain("app");
        list.ShouldNotContain(secret);
        list.ShouldNotContain(stored.SecretHash);
    }

    [Fact]
    public async Task Create_SameIdentifier_IsAConflict()
    {
        await using var host = await StartAsync();
        (await PostAsync(host, new { id = "laptop", name = "Laptop", resources = Array.Empty<string>() })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PostAsync(host, new { id = "laptop", name = "Other", resources = Array.Empty<string>() })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Create_InvalidInput_ReportsAllErrors()
    {
        await using var host = await StartAsync();
        using var response = await PostAsync(host, new { id = "Laptop", name = "", resources = new[] { "app", "app", "other" } });
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var error in (string[])["id must", "name must", "does not exist", "duplicates"])
            body.ShouldContain(error);
    }

    [Fact]
    public async Task Update_Resources_ReplacesThem()
    {
        await using var host = await StartAsync();
        await PostAsync(host, new { id = "laptop", name = "Laptop", resources = new[] { "app" } });
        using var response = await host.Client.PutAsJsonAsync(
            "/api/v1/clients/laptop", new { name = "Renamed", resources = Array.Empty<string>() }, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stored = await host.Services.GetRequiredService<ClientStore>().FindAsync("laptop", TestContext.Current.CancellationToken);
        stored!.Name.ShouldBe("Renamed");
        stored.Resources.ShouldBeEmpty();
        stored.SecretHash.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Delete_Client_RemovesIt()
    {
        await using var host = await StartAsync();
        await PostAsync(host, new { id = "laptop", name = "Laptop", resources = new[] { "app" } });
        (await host.Client.DeleteAsync("/api/v1/clients/laptop", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.Client.DeleteAsync("/api/v1/clients/laptop", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_WithoutKey_IsUnauthorized()
    {
        await using var host = await StartAsync();
        host.Client.DefaultRequestHeaders.Authorization = null;
        (await host.Client.GetAsync("/api/v1/clients", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<PangolinHost> StartAsync()
    {
        var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("app", "s-a", "app.example.com", "web");
        var (_, key) = await host.Services.GetRequiredService<ApiKeys>().CreateAsync("test", TestContext.Current.CancellationToken);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return host;
    }

    private static Task<HttpResponseMessage> PostAsync(PangolinHost host, object client) =>
        host.Client.PostAsJsonAsync("/api/v1/clients", client, TestContext.Current.CancellationToken);
}
