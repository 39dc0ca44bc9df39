using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.Push.Pushgateway;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers pushes to a Pushgateway.</summary>
public static class PushgatewayServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="PushgatewayPusher"/> that pushes the application's <see cref="MetricRegistry"/> while the application runs, and a final time
    /// after all hosted services have stopped. Register the registry with <c>AddVernier</c>. A second call only adds its configuration.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options, at least URL and job. All errors are reported at startup in one exception.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPushgateway(this IServiceCollection services, Action<PushgatewayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PushgatewayOptions>().Configure(configure).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(PushgatewayPusher)))
            return services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PushgatewayOptions>, PushgatewayOptionsValidator>());
        services.AddSingleton(provider => new PushgatewayPusher(
            provider.GetService<MetricRegistry>() ?? throw new InvalidOperationException("No MetricRegistry is registered. Call services.AddVernier() first."),
            provider.GetRequiredService<IOptions<PushgatewayOptions>>().Value,
            provider.GetService<ILoggerFactory>()));
        return services.AddHostedService<PushgatewayService>();
    }
}
