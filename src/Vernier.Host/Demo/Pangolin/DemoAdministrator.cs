using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vernier.Services.Storage;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>
/// The administrator <c>demo</c>, who sets up a new server and creates the sites, resources and users of the demo through the API. Not thread-safe.
/// </summary>
internal sealed partial class DemoAdministrator : IDisposable
{
    public const string Name = "demo";

    private const string Api = "/api/v1";

    private readonly HttpClient _http;
    private string _antiforgery = "";

    private DemoAdministrator(Uri page)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = page, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Returns the file with the password.</summary>
    public static string PasswordFile(string dataDirectory) => Path.Combine(dataDirectory, "demo-password");

    /// <summary>
    /// Signs in, on a new server after its setup. Returns null if the server has another administrator: then the demo does not touch it.
    /// </summary>
    /// <param name="page">The address of the page.</param>
    /// <param name="setupCodeFile">The file with the setup code; null if the server has an administrator.</param>
    /// <param name="dataDirectory">The data directory of the server.</param>
    /// <param name="stop">Cancels the requests.</param>
    public static async Task<DemoAdministrator?> SignInAsync(Uri page, string? setupCodeFile, string dataDirectory, CancellationToken stop)
    {
        var file = PasswordFile(dataDirectory);
        if (setupCodeFile is null && !File.Exists(file))
            return null;
        var administrator = new DemoAdministrator(page);
        try
        {
            if (setupCodeFile is not null)
                await administrator.SetUpAsync(await File.ReadAllTextAsync(setupCodeFile, stop).ConfigureAwait(false), file, stop).ConfigureAwait(false);
            if (await administrator.LogInAsync((await File.ReadAllTextAsync(file, stop).ConfigureAwait(false)).Trim(), stop).ConfigureAwait(false))
                return administrator;
            administrator.Dispose();
            return null;
        }
        catch
        {
            administrator.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request with the session.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Antiforgery-Token", _antiforgery);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _http.SendAsync(request, stop).ConfigureAwait(false);
    }

    /// <summary>Sends a request to the API and returns the response. An error is an exception, except for a conflict.</summary>
    /// <returns>The response; null if the object exists.</returns>
    public async Task<JsonElement?> CallAsync(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var response = await SendAsync(method, Api + path, body, stop).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return null;
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default(JsonElement) : JsonElement.Parse(text);
    }

    public void Dispose() => _http.Dispose();

    private async Task SetUpAsync(string code, string passwordFile, CancellationToken stop)
    {
        var password = RandomNumberGenerator.GetHexString(32);
        File.Delete(passwordFile);
        var writer = new StreamWriter(DataDirectory.CreatePrivateFile(passwordFile));
        await using (writer.ConfigureAwait(false))
            await writer.WriteLineAsync(password.AsMemory(), stop).ConfigureAwait(false);
        var page = await _http.GetStringAsync(new Uri("/setup", UriKind.Relative), stop).ConfigureAwait(false);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["antiforgery"] = AntiforgeryField().Match(page).Groups[1].Value,
            ["code"] = code.Trim(),
            ["name"] = Name,
            ["password"] = password,
            ["repeated"] = password,
        });
        using var response = await _http.PostAsync(new Uri("/setup", UriKind.Relative), form, stop).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    private async Task<bool> LogInAsync(string password, CancellationToken stop)
    {
        using var response = await _http.PostAsJsonAsync($"{Api}/session", new { name = Name, password }, stop).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return false;
        response.EnsureSuccessStatusCode();
        _antiforgery = (await response.Content.ReadFromJsonAsync<JsonElement>(stop).ConfigureAwait(false)).GetProperty("antiforgeryToken").GetString()!;
        return true;
    }

    [GeneratedRegex("name=\"antiforgery\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
