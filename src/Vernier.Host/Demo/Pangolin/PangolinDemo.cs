using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Identity;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>
/// Publishes services of this process through two sites, whose tunnels are real, and visits them four times a second. Visitors sign in, some with a wrong
/// password; some stay so that their sessions are extended, and others sign out. A site loses its connection every 20 seconds, and a service has stopped.
/// </summary>
internal sealed partial class PangolinDemo(
    IServer server,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    PangolinAddresses addresses,
    FirstAdministrator setup,
    IOptions<PangolinOptions> options,
    DemoBackends backends,
    ILoggerFactory logging) : DemoTraffic(server, lifetime, time, TimeSpan.FromMilliseconds(250))
{
    private static readonly string[] ShopPaths = ["/", "/large", "/slow", "/", "/events", "/broken"];

    private readonly TimeProvider _time = time;
    private readonly DemoAccounts _accounts = new();
    private readonly Dictionary<string, DemoBrowser> _browsers = [];
    private DemoAdministrator? _administrator;
    private DemoSites? _sites;
    private string _key = "";
    private int _sent;
    private bool _isOff;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_sites is not null)
            await _sites.DisposeAsync().ConfigureAwait(false);
        foreach (var browser in _browsers.Values)
            browser.Dispose();
        _administrator?.Dispose();
    }

    protected override async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        if (_isOff || !await IsPreparedAsync(client.BaseAddress!, stop).ConfigureAwait(false))
            return;
        var number = ++_sent;
        if (number % 80 == 0)
            await _sites!.CutAsync(DemoResources.Lisbon, stop).ConfigureAwait(false);
        await ((number % 4) switch
        {
            0 => VisitShopAsync(number / 4, stop),
            1 => VisitWikiAsync(number / 4, stop),
            2 => VisitOthersAsync(number / 4, stop),
            _ => CallApiAsync(client, number / 4, stop),
        }).ConfigureAwait(false);
    }

    private async Task<bool> IsPreparedAsync(Uri page, CancellationToken stop)
    {
        if (_sites is not null)
            return true;
        if (!page.IsLoopback)
        {
            // Sites on other addresses require TLS.
            LogFailed(logging.CreateLogger<PangolinDemo>(), $"the host does not listen on a loopback address, but on {page.Host}.");
            _isOff = true;
            return false;
        }
        _administrator = await DemoAdministrator.SignInAsync(page, setup.SetupCodeFile, options.Value.DataDirectory, stop).ConfigureAwait(false);
        if (_administrator is null)
        {
            _isOff = true;
            LogOff(logging.CreateLogger<PangolinDemo>());
            return false;
        }
        var sites = new DemoSites(page, backends, logging, _time);
        try
        {
            await DemoProvisioning.CreateAsync(_administrator, sites, _accounts, stop).ConfigureAwait(false);
            _key = await DemoProvisioning.CreateKeyAsync(_administrator, stop).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            await sites.DisposeAsync().ConfigureAwait(false);
            LogFailed(logging.CreateLogger<PangolinDemo>(), exception.Message);
            _isOff = true;
            return false;
        }
        foreach (var visitor in DemoResources.Users.Append("guest"))
            _browsers[visitor] = new DemoBrowser(page, addresses.Proxy);
        _sites = sites;
        return true;
    }

    private async Task VisitShopAsync(int number, CancellationToken stop)
    {
        var browser = _browsers["guest"];
        if (number % 7 == 3)
        {
            using var content = new ByteArrayContent(new byte[100_000]);
            await browser.PostAsync(DemoResources.Shop.Host, "/upload", content, stop).ConfigureAwait(false);
        }
        await browser.GetAsync(DemoResources.Shop.Host, ShopPaths[number % ShopPaths.Length], stop).ConfigureAwait(false);
    }

    /// <summary>The first user signs out every 20 seconds, and enters a wrong password first every other time; the second one stays.</summary>
    private async Task VisitWikiAsync(int number, CancellationToken stop)
    {
        var user = DemoResources.Users[number % 2];
        var browser = _browsers[user];
        if (number % 20 == 10)
            await browser.SignOutAsync(DemoResources.Wiki.Host, stop).ConfigureAwait(false);
        if (number % 40 == 30)
            await OpenWikiAsync(browser, user, "wrong", stop).ConfigureAwait(false);
        await OpenWikiAsync(browser, user, _accounts.PasswordOf(user), stop).ConfigureAwait(false);
    }

    private static Task OpenWikiAsync(DemoBrowser browser, string user, string password, CancellationToken stop) => browser.OpenAsync(
        DemoResources.Wiki.Host, "/sign-in/user", new Dictionary<string, string> { ["name"] = user, ["user-password"] = password }, stop);

    private async Task VisitOthersAsync(int number, CancellationToken stop)
    {
        var browser = _browsers["guest"];
        switch (number % 4)
        {
            case 0:
                await browser.OpenAsync(DemoResources.Files.Host, "/sign-in/password", new Dictionary<string, string> { ["password"] = _accounts.Files }, stop).ConfigureAwait(false);
                break;
            case 1:
                var password = number % 60 == 1 ? "wrong" : _accounts.Header;
                await browser.GetWithCredentialsAsync(DemoResources.Api.Host, DemoResources.HeaderUser, password, stop).ConfigureAwait(false);
                break;
            case 2:
                await browser.GetAsync(DemoResources.Legacy.Host, "/", stop).ConfigureAwait(false);
                break;
            default:
                await browser.GetAsync("unknown.localhost", "/", stop).ConfigureAwait(false);
                break;
        }
    }

    private async Task CallApiAsync(HttpClient client, int number, CancellationToken stop)
    {
        (await _administrator!.SendAsync(HttpMethod.Get, number % 2 == 0 ? "/sites" : "/resources", null, stop).ConfigureAwait(false)).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Get, (number % 4) switch
        {
            0 => "/api/v1/health",
            1 => "/api/v1/traefik-config",
            2 => "/api/v1/sites/unknown",
            _ => "/api/v1/sites",
        });
        request.Headers.Authorization = new("Bearer", _key);
        (await client.SendAsync(request, stop).ConfigureAwait(false)).Dispose();
    }

    [LoggerMessage(2, LogLevel.Warning, "The demo of Pangolin is off, because it cannot create its sites and resources: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);

    [LoggerMessage(1, LogLevel.Warning, "The demo of Pangolin is off, because the server has its own administrator. Use another data_directory to see it.")]
    private static partial void LogOff(ILogger logger);
}
