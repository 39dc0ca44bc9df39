using Vernier.AspNetCore.Security;
using Vernier.Pangolin.Configuration;

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
        var (hosts, origins) = (options.Console.AllowedHosts, options.Console.AllowedOrigins);
        if (options.PublicUrl is { } url)
            (hosts, origins) = ([.. hosts, url.Host], [.. origins, url.GetLeftPart(UriPartial.Authority)]);
        const string section = "the console options of Pangolin";
        return new RequestRules(hosts, origins, $"allowed_hosts in {section}", $"allowed_origins in {section}");
    }
}
