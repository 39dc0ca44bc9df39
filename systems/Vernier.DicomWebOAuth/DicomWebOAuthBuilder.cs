using Microsoft.Extensions.DependencyInjection;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth;

/// <summary>Configures DICOMweb OAuth in code, in addition to its configuration section. Not thread-safe; use it at startup.</summary>
public sealed class DicomWebOAuthBuilder
{
    internal DicomWebOAuthBuilder(IServiceCollection services, Func<DicomWebServerOptions, HttpMessageHandler> createHandler)
    {
        Services = services;
        CreateHandler = (_, server) => createHandler(server);
    }

    /// <summary>Gets the services of the application.</summary>
    public IServiceCollection Services { get; }

    internal Func<IServiceProvider, DicomWebServerOptions, HttpMessageHandler> CreateHandler { get; private set; }

    /// <summary>Adds a server, or replaces the configured server with the same name.</summary>
    /// <param name="name">The name: 1 to 100 letters, digits, or any of <c>. _ -</c></param>
    /// <param name="server">The settings. Errors are reported at startup, together with those of the configuration.</param>
    /// <returns>This builder.</returns>
    public DicomWebOAuthBuilder AddServer(string name, DicomWebServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(server);
        Services.Configure<DicomWebOAuthOptions>(options =>
            options.Servers = new Dictionary<string, DicomWebServerOptions>(options.Servers) { [name] = server });
        return this;
    }

    /// <summary>
    /// Replaces the handler that connects to the servers, for example to send requests through a service mesh. The default is a
    /// <see cref="SocketsHttpHandler"/> that applies <c>VerifySSL</c>.
    /// </summary>
    /// <param name="create">
    /// Creates the handler of a server; called once per server, and used for both its DICOMweb service and its token endpoint. The handler must not
    /// follow redirects, keep cookies or decompress responses.
    /// </param>
    /// <returns>This builder.</returns>
    public DicomWebOAuthBuilder ConfigurePrimaryHttpMessageHandler(Func<IServiceProvider, DicomWebServerOptions, HttpMessageHandler> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        CreateHandler = create;
        return this;
    }
}
