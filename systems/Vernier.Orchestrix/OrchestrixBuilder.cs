using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>Says which bus and which store Orchestrix puts its metrics around. Used while the application is set up; not thread-safe.</summary>
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

    internal Func<IServiceProvider, IEventStore> Store { get; private set; } = services => new InMemoryEventStore(logger: services.GetService<ILogger<InMemoryEventStore>>());

    /// <summary>Names an event class that the store may write and read.</summary>
    /// <exception cref="ArgumentException">Another class of the same name is there already.</exception>
    public OrchestrixBuilder AddEvent<T>()
        where T : Event
    {
        Events.Add<T>();
        return this;
    }

    /// <summary>Names a type of aggregates, for example <c>order</c>, so that its error series exist at 0 from the start.</summary>
    public OrchestrixBuilder AddAggregate(string aggregateType)
    {
        ArgumentException.ThrowIfNullOrEmpty(aggregateType);
        Aggregates.Add(aggregateType);
        return this;
    }

    /// <summary>Uses a bus of the application's own instead of the one in memory.</summary>
    public OrchestrixBuilder UseBus(Func<IServiceProvider, IMessageBus> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Bus = create;
        return this;
    }

    /// <summary>Uses a store of the application's own instead of the one in memory.</summary>
    public OrchestrixBuilder UseStore(Func<IServiceProvider, IEventStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Store = create;
        return this;
    }

    /// <summary>Keeps the events in PostgreSQL. The tables are created when the application starts, or as soon as the database is there.</summary>
    /// <param name="connectionString">
    /// For Npgsql. Connecting and each statement may take five seconds unless it says otherwise (<c>Timeout</c>, <c>Command Timeout</c>).
    /// When it is not valid, the application says so at its start.
    /// </param>
    /// <param name="key">The key in the configuration from which it came, for that message.</param>
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
