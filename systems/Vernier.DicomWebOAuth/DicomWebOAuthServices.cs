using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Vernier.DicomWebOAuth;

/// <summary>Adds DICOMweb OAuth to an application.</summary>
public static class DicomWebOAuthServices
{
    /// <summary>
    /// Adds the token managers of the configured servers, which <see cref="DicomWebOAuthEndpoints.MapDicomWebOAuth"/> and
    /// <see cref="AddDicomWebOAuth(IHttpClientBuilder, string)"/> use. The metrics go to the application's <see cref="MetricRegistry"/>, for which it
    /// calls <see cref="VernierServiceCollectionExtensions.AddVernier"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The configuration with the document's keys (<c>Servers</c>, <c>RateLimitRequests</c>, …) and with <c>${NAME}</c> for environment variables;
    /// default: none. All its mistakes are reported at the start of the application in one <see cref="OptionsValidationException"/>.
    /// </param>
    public static DicomWebOAuthBuilder AddDicomWebOAuth(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new DicomWebOAuthBuilder(services);
        AddOptions(services, section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddSingleton(provider => new DicomWebOAuthMetrics(provider.GetRequiredService<MetricRegistry>()));
        services.AddSingleton(provider => new ServerGateways(
            provider.GetRequiredService<IOptions<DicomWebOAuthOptions>>(),
            provider.GetRequiredService<DicomWebOAuthMetrics>(),
            (server, address) => builder.Connect(provider, server, address),
            provider.GetRequiredService<ILoggerFactory>()));
        return builder;
    }

    /// <summary>
    /// Puts the bearer token of a configured server on every request of an <see cref="HttpClient"/>. It renews the token once when the server answers
    /// 401, and throws an <see cref="Errors.DicomWebOAuthException"/> when there is no token. Requests to any other host than that of the server's
    /// <c>Url</c> are refused by an <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="server">The server's name in the configuration.</param>
    /// <returns>The client.</returns>
    public static IHttpClientBuilder AddDicomWebOAuth(this IHttpClientBuilder client, string server)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(server);
        return client
            .AddHttpMessageHandler(provider => new OAuthTokenHandler(Find(provider, server).Tokens, provider.GetRequiredService<DicomWebOAuthMetrics>()))
            .AddHttpMessageHandler(provider => ServerGateway.CreateOutboundHandler(Find(provider, server).Root, provider.GetRequiredService<DicomWebOAuthMetrics>()));
    }

    private static ServerGateway Find(IServiceProvider provider, string server) => provider.GetRequiredService<ServerGateways>().Find(server)
        ?? throw new InvalidOperationException($"DICOMweb OAuth has no server '{server}' in its configuration.");

    private static void AddOptions(IServiceCollection services, IConfigurationSection? section)
    {
        services.AddOptions<DicomWebOAuthOptions>().ValidateOnStart();
        if (section is null)
        {
            services.AddSingleton<IValidateOptions<DicomWebOAuthOptions>, DicomWebOAuthOptionsValidator>();
            return;
        }

        var binding = new DicomWebOAuthBinding(section, Environment.GetEnvironmentVariable);
        services.AddSingleton<IConfigureOptions<DicomWebOAuthOptions>>(binding);
        services.AddSingleton<IValidateOptions<DicomWebOAuthOptions>>(binding);
    }
}
