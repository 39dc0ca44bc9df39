using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>A visitor of the resources: keeps cookies, follows redirects, and signs in with the forms of the sign-in page. Not thread-safe.</summary>
internal sealed partial class DemoBrowser : IDisposable
{
    private const string ResourceDomain = ".localhost";

    private readonly Uri _proxy;
    private readonly HttpClient _http;

    /// <summary>Creates a visitor.</summary>
    /// <param name="page">The address of the sign-in page.</param>
    /// <param name="proxy">The address of the proxy.</param>
    public DemoBrowser(Uri page, Uri proxy)
    {
        _proxy = proxy;
        // Browsers resolve names below localhost to this machine; the resolver of the system may not.
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (context, cancellation) =>
                ConnectAsync(context.DnsEndPoint.Host.EndsWith(ResourceDomain, StringComparison.OrdinalIgnoreCase) ? proxy : page, cancellation),
        })
        {
            Timeout = TimeSpan.FromSeconds(15),
            // Only browsers are redirected to the sign-in page.
            DefaultRequestHeaders = { Accept = { new("text/html") } },
        };
    }

    /// <summary>Sends a request to a resource and reads the whole response. Returns where redirects have led, and the text of a page.</summary>
    public async Task<(Uri Address, string Text)> GetAsync(string host, string path, CancellationToken stop)
    {
        using var response = await _http.GetAsync(AddressOf(host, path), stop).ConfigureAwait(false);
        return (response.RequestMessage!.RequestUri!, await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
    }

    /// <summary>Sends a body to a resource.</summary>
    public async Task PostAsync(string host, string path, HttpContent content, CancellationToken stop) =>
        (await _http.PostAsync(AddressOf(host, path), content, stop).ConfigureAwait(false)).Dispose();

    /// <summary>Sends a request with user name and password.</summary>
    public async Task GetWithCredentialsAsync(string host, string user, string password, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(host, "/"));
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}")));
        (await _http.SendAsync(request, stop).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Opens a resource, and signs in if it requires that. Returns the page that follows.</summary>
    /// <param name="host">The host name of the resource.</param>
    /// <param name="form">The address of the form on the sign-in page.</param>
    /// <param name="fields">What the visitor enters.</param>
    /// <param name="stop">Cancels the requests.</param>
    public async Task<(Uri Address, string Text)> OpenAsync(string host, string form, IReadOnlyDictionary<string, string> fields, CancellationToken stop)
    {
        var page = await GetAsync(host, "/", stop).ConfigureAwait(false);
        return page.Address.Host == host ? page : await SubmitAsync(page, form, fields, stop).ConfigureAwait(false);
    }

    /// <summary>Sends a form of a page with its hidden fields. Returns the page that follows.</summary>
    public async Task<(Uri Address, string Text)> SubmitAsync(
        (Uri Address, string Text) page, string form, IReadOnlyDictionary<string, string> fields, CancellationToken stop)
    {
        var entered = new Dictionary<string, string>(fields);
        foreach (Match field in HiddenField().Matches(page.Text))
            entered[field.Groups[1].Value] = WebUtility.HtmlDecode(field.Groups[2].Value);
        using var content = new FormUrlEncodedContent(entered);
        using var response = await _http.PostAsync(new Uri(page.Address, form), content, stop).ConfigureAwait(false);
        return (response.RequestMessage!.RequestUri!, await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
    }

    /// <summary>Ends the session at a resource.</summary>
    public async Task SignOutAsync(string host, CancellationToken stop)
    {
        using var form = new FormUrlEncodedContent([]);
        await PostAsync(host, "/.pangolin/logout", form, stop).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(Uri address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Uri AddressOf(string host, string path) => new($"http://{host}:{_proxy.Port}{path}");

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex HiddenField();
}
