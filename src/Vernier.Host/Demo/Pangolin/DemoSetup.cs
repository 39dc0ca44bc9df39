using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>
/// Adds the certificate and the plugin of the demo, and makes sessions and checks short enough to be visible. Configured values take precedence.
/// </summary>
internal sealed class DemoSetup(DemoBackends backends, DemoCertificate certificate, IConfiguration configuration) : IPostConfigureOptions<PangolinOptions>
{
    private const string Section = "systems:pangolin";

    public void PostConfigure(string? name, PangolinOptions options)
    {
        var section = configuration.GetSection(Section);
        options.Certificates.Files =
            [.. options.Certificates.Files, new CertificateFileOptions { Certificate = certificate.CertificateFile, Key = certificate.KeyFile }];
        options.Traefik.Plugins = new Dictionary<string, TraefikPluginOptions>(options.Traefik.Plugins)
        {
            ["demo"] = new() { Url = new Uri(backends.Address, DemoBackends.PluginPath), Sha256 = Convert.ToHexString(SHA256.HashData(DemoBackends.Plugin)) },
        };
        // Sessions of users who stay are extended every 30 seconds.
        if (section["console:resource_session_lifetime"] is null)
            options.Console.ResourceSessionLifetime = TimeSpan.FromMinutes(1);
        if (section["tunnels:ping_interval"] is null)
            options.Tunnels.PingInterval = TimeSpan.FromSeconds(2);
        if (section["tunnels:health_check_interval"] is null && section["tunnels:health_check_timeout"] is null)
            (options.Tunnels.HealthCheckInterval, options.Tunnels.HealthCheckTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2));
    }
}
