using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>Configures the message bus and the event store of Orchestrix. Not thread-safe; use it at startup.</summary>
public sealed class OrchestrixBuilder
{
    private const string DataSourceKey = "orchestrix";

    internal OrchestrixBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    internal EventTypes Events { get; } = new();

    internal SortedSet<string> Aggregates { get; } = new(StringComparer.Ordinal);

    internal Func<IServiceProvider, IMessageBus> Bus { get; private set; } = services => new InMemoryMessageBus(
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILogger<InMemoryMessageBus>>(),
        services.GetRequiredService<DeadLetterQueue>());

    internal Func<IServiceProvider, IEventStore> Store { get; private set; } = services => new InMemoryEventStore(
        maxBytes: services.GetRequiredService<IOptions<OrchestrixOptions>>().Value.MaxStoreBytes,
        logger: services.GetService<ILogger<InMemoryEventStore>>());

    /// <summary>Registers an event class that the store may write and read.</summary>
    /// <exception cref="ArgumentException">Another class with the same name is registered.</exception>
    public OrchestrixBuilder AddEvent<T>()
        where T : Event
    {
        Events.Add<T>();
        return this;
    }

    /// <summary>Registers an aggregate type, for example <c>order</c>, so that its error series start at 0.</summary>
    public OrchestrixBuilder AddAggregate(string aggregateType)
    {
        ArgumentException.ThrowIfNullOrEmpty(aggregateType);
        Aggregates.Add(aggregateType);
        return this;
    }

    /// <summary>Replaces the in-memory bus.</summary>
    public OrchestrixBuilder UseBus(Func<IServiceProvider, IMessageBus> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Bus = create;
        return this;
    }

    /// <summary>Replaces the in-memory store.</summary>
    public OrchestrixBuilder UseStore(Func<IServiceProvider, IEventStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Store = create;
        return this;
    }

    /// <summary>Stores events in PostgreSQL. The tables are created at startup, or as soon as the database is available.</summary>
    /// <param name="connectionString">
    /// An Npgsql connection string. <c>Timeout</c> and <c>Command Timeout</c> default to five seconds. An invalid connection string is reported at
    /// startup.
    /// </param>
    /// <param name="key">The configuration key of the connection string, for error messages.</param>
    public OrchestrixBuilder UsePostgres(string connectionString, string key = "ConnectionStrings:Orchestrix")
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        Services.AddSingleton<IValidateOptions<OrchestrixOptions>>(new PostgresConnectionValidator(connectionString, key));
        Services.AddKeyedSingleton<NpgsqlDataSource>(DataSourceKey, (_, _) => PostgresConnection.Create(connectionString));
        Services.AddSingleton(services => new PostgresEventStore(
            services.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey), Events, services.GetRequiredService<TimeProvider>()));
        Services.AddHostedService<PostgresStartup>();
        return UseStore(services => services.GetRequiredService<PostgresEventStore>());
    }
}
