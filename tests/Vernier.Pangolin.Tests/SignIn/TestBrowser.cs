using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>
/// A browser on this machine: all host names lead to loopback, cookies belong to a host and not to its port, and each request can be examined before the
/// redirect is followed.
/// </summary>
internal sealed partial class TestBrowser : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" },
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>The cookies by host and name.</summary>
    public Dictionary<(string Host, string Name), string> Cookies { get; } = [];

    /// <summary>The cookies as servers have sent them.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>Opens a page without following a redirect.</summary>
    public Task<TestPage> GetAsync(Uri address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address), isNavigation: true);

    /// <summary>Opens a page and follows redirects.</summary>
    public async Task<TestPage> OpenAsync(Uri address) => await FollowAsync(await GetAsync(address));

    /// <summary>Fills in a form of a page and sends it without following a redirect.</summary>
    public Task<TestPage> PostAsync(TestPage page, string action, params IEnumerable<(string Name, string Value)> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page.Address, action))
        {
            Content = new FormUrlEncodedContent([.. page.HiddenFields(action), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]),
            Headers = { { "Origin", page.Address.GetLeftPart(UriPartial.Authority) }, { "Sec-Fetch-Site", "same-origin" } },
        };
        return SendAsync(request, isNavigation: true);
    }

    /// <summary>Fills in a form of a page, sends it, and follows redirects.</summary>
    public async Task<TestPage> SubmitAsync(TestPage page, string action, params IEnumerable<(string Name, string Value)> fields) =>
        await FollowAsync(await PostAsync(page, action, fields));

    /// <summary>Follows the redirects of a response.</summary>
    public async Task<TestPage> FollowAsync(TestPage page)
    {
        for (var i = 0; i < MaxRedirects && page.Location is { } next; i++)
            page = await GetAsync(next);
        page.Location.ShouldBeNull();
        return page;
    }

    /// <summary>Sends any request with the cookies of its host.</summary>
    public async Task<TestPage> SendAsync(HttpRequestMessage request, bool isNavigation = false)
    {
        var address = request.RequestUri!;
        var host = request.Headers.Host?.Split(':')[0] ?? address.Host;
        var cookies = Cookies.Where(cookie => cookie.Key.Host == host).Select(cookie => $"{cookie.Key.Name}={cookie.Value}").ToList();
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies));
        if (isNavigation)
        {
            request.Headers.Add("Accept", "text/html,application/xhtml+xml");
            request.Headers.Add("Sec-Fetch-Mode", "navigate");
        }
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Keep(host, response);
        return await TestPage.ReadAsync(address, response);
    }

    public void Dispose() => _http.Dispose();

    private void Keep(string host, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var cookies))
            return;
        foreach (var cookie in cookies)
        {
            SetCookies.Add(cookie);
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (Expired().IsMatch(cookie))
                Cookies.Remove((host, pair[0]));
            else
                Cookies[(host, pair[0])] = pair[1];
        }
    }

    [GeneratedRegex("expires=Thu, 01 Jan 1970", RegexOptions.IgnoreCase)]
    private static partial Regex Expired();
}
