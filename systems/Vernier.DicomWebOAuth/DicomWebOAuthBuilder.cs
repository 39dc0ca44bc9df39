using Microsoft.Extensions.DependencyInjection;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth;

/// <summary>Says more of the gateway than its configuration does. Used while the application is set up; not thread-safe.</summary>
public sealed class DicomWebOAuthBuilder
{
    internal DicomWebOAuthBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    internal Func<IServiceProvider, DicomWebServerOptions, Uri, HttpMessageHandler> Connect { get; private set; } =
        (_, server, address) => ServerTrust.CreateHandler(server, address);

    /// <summary>Adds a server, or takes the place of the configured one of the same name.</summary>
    /// <param name="name">1 to 100 letters, digits, and any of . _ -</param>
    /// <param name="server">Its settings. What is wrong with them is reported at the start, together with the mistakes of the configuration.</param>
    public DicomWebOAuthBuilder AddServer(string name, DicomWebServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(server);
        Services.Configure<DicomWebOAuthOptions>(options =>
            options.Servers = new Dictionary<string, DicomWebServerOptions>(options.Servers) { [name] = server });
        return this;
    }

    /// <summary>
    /// Uses handlers of the application's own to send, instead of sockets with the trust of <c>VerifySSL</c>. Called twice for each server, with
    /// the address of its token endpoint and with that of its DICOMweb service. A handler must follow no redirects.
    /// </summary>
    public DicomWebOAuthBuilder ConnectBy(Func<IServiceProvider, DicomWebServerOptions, Uri, HttpMessageHandler> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Connect = create;
        return this;
    }
}
