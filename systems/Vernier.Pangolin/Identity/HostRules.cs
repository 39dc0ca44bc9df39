using Vernier.Pangolin.Configuration;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>The rules for host names and origins of the page and the API, which follow the configuration. Thread-safe.</summary>
internal sealed class HostRules
{
    private RequestRules _current;

    public HostRules(PangolinSettings settings)
    {
        _current = Create(settings.Current);
        settings.OnChanged(options => Volatile.Write(ref _current, Create(options)));
    }

    public RequestRules Current => Volatile.Read(ref _current);

    private static RequestRules Create(PangolinOptions options)
    {
        var console = options.Console;
        return options.PublicUrl is { } url
            ? new RequestRules([.. console.AllowedHosts, url.Host], [.. console.AllowedOrigins, url.GetLeftPart(UriPartial.Authority)], "the console options of Pangolin")
            : new RequestRules(console.AllowedHosts, console.AllowedOrigins, "the console options of Pangolin");
    }
}
