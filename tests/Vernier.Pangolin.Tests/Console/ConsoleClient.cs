using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Identity;
using Vernier.Services.Passwords;

namespace Vernier.Pangolin.Tests.Console;

/// <summary>A browser with cookies that does not follow redirects, and a program with JSON and the antiforgery token.</summary>
internal sealed partial class ConsoleClient : IDisposable
{
    public const string Password = "correct horse battery";

    private readonly CookieContainer _cookies = new();
    private string? _token;

    private ConsoleClient(PangolinHost host) => Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = host.Address };

    public HttpClient Http { get; }

    public IEnumerable<Cookie> Cookies => _cookies.GetAllCookies();

    /// <summary>Makes password hashes fast.</summary>
    public static void FastPasswords(PangolinBuilder pangolin) => pangolin.Services.AddSingleton(_ => new PasswordHasher(1_000));

    /// <summary>A client without a session.</summary>
    public static ConsoleClient Anonymous(PangolinHost host) => new(host);

    /// <summary>A client with the session of a user, who is created if necessary.</summary>
    public static async Task<ConsoleClient> SignInAsync(PangolinHost host, string name = "admin", UserRole role = UserRole.Admin)
    {
        var users = host.Services.GetRequiredService<Users>();
        if ((await users.ListAsync(TestContext.Current.CancellationToken)).All(user => user.Name != name))
            await users.CreateAsync(name, null, role, Password, TestContext.Current.CancellationToken);
        var client = new ConsoleClient(host);
        using var response = await client.PostAsync("/api/v1/session", new { name, password = Password });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        client._token = (await JsonAsync(response)).GetProperty("antiforgeryToken").GetString();
        return client;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var response = await GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await JsonAsync(response);
    }

    public static Task<JsonElement> JsonAsync(HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PutAsync(string path, object body, string? version = null) => SendAsync(HttpMethod.Put, path, body, version);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, string? version = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (_token is not null)
            request.Headers.Add(Antiforgery.Header, _token);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads a page, and sends its first form for a path with values.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params IEnumerable<(string Name, string Value)> values)
    {
        var html = await Http.GetStringAsync(page, TestContext.Current.CancellationToken);
        html.ShouldContain($"action=\"{action}\"");
        var hidden = Hidden().Matches(html).Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value)).ToList();
        var fields = values.ToList();
        fields.AddRange(hidden.DistinctBy(field => field.Name).Where(field => fields.All(value => value.Name != field.Name)));
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Http.PostAsync(action, content, TestContext.Current.CancellationToken);
    }

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
