using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Vernier.Catalog;
using Vernier.Exposition;
using Vernier.Families;
using Vernier.Registry;
using Vernier.Testing;

namespace Vernier.Tests;

/// <summary>
/// Calls every public constructor and method of the core with null, NaN, extremes and malformed values in each parameter. Errors are exceptions that
/// describe an argument or a state, never those of code that has used an unchecked value.
/// </summary>
public class ArgumentTests
{
    private static readonly Type[] Allowed =
        [typeof(ArgumentException), typeof(InvalidOperationException), typeof(OperationCanceledException), typeof(TimeoutException)];

    private readonly MetricRegistry _registry = new();
    private int _names;

    private enum State
    {
        First,
        Second,
    }

    [Fact]
    public async Task PublicMembers_AnyArguments_ThrowOnlyClearErrors()
    {
        List<string> failures = [];
        var calls = 0;
        foreach (var type in typeof(MetricRegistry).Assembly.GetExportedTypes().Where(t => !t.IsInterface && !typeof(Delegate).IsAssignableFrom(t)).OrderBy(t => t.FullName))
        {
            var closed = Close(type);
            foreach (var member in Members(closed))
            {
                foreach ((var description, var arguments) in ArgumentLists(member.GetParameters()))
                {
                    calls++;
                    if (await CallAsync(closed, member, arguments) is { } exception && !Allowed.Any(a => a.IsInstanceOfType(exception)))
                        failures.Add($"{closed.Name}.{member.Name}({description}): {exception.GetType().Name}: {exception.Message}");
                }
            }
        }
        failures.ShouldBeEmpty(string.Join("\n", failures));
        calls.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Definitions_AnyProperties_AreRejectedOrWork()
    {
        List<string> failures = [];
        foreach (var property in Definitions().SelectMany(d => d.GetType().GetProperties().Where(p => p.CanWrite).Select(p => (Definition: d, Property: p))))
        {
            foreach (var value in Values(property.Property.PropertyType))
            {
                var definition = property.Definition with { Name = NextName() };
                property.Property.SetValue(definition, value);
                var registry = Scraping.NewRegistry();
                try
                {
                    AnyDefinition.Make(registry, definition);
                    foreach (var format in ExpositionFormat.All)
                        registry.ToText(format);
                }
                catch (Exception exception) when (Allowed.Any(a => a.IsInstanceOfType(exception)))
                {
                    exception.Message.ShouldNotBeEmpty();
                }
                catch (Exception exception)
                {
                    failures.Add($"{definition.GetType().Name}.{property.Property.Name} = {Describe(value)}: {exception.GetType().Name}: {exception.Message}");
                }
            }
        }
        failures.ShouldBeEmpty(string.Join("\n", failures));
    }

    private static IEnumerable<MetricDefinition> Definitions() =>
    [
        new CounterDefinition("c", "Help."),
        new GaugeDefinition("g", "Help.") { Labels = [new("x")] },
        new HistogramDefinition("h", "Help."),
        new SummaryDefinition("s", "Help."),
        new StateSetDefinition("st", "Help.") { States = ["a", "b"] },
    ];

    // Members of object and of records (Equals, Deconstruct, with) have no requirements; spans cannot be passed by reflection.
    private static IEnumerable<MethodBase> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<MethodBase> all = type.GetMethods(Declared).Select(m => m.IsGenericMethodDefinition ? Close(m) : m);
        if (!type.IsAbstract)
            all = all.Concat(type.GetConstructors(Declared & ~BindingFlags.Static));
        string[] skipped = ["Equals", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality", "GetHashCode"];
        return all.Where(m => !skipped.Contains(m.Name) && !m.GetParameters().Any(p => p.ParameterType.IsByRefLike || p.IsOut || p.ParameterType.IsPointer)
            && m is not MethodInfo { ReturnType.IsByRefLike: true } && !type.IsByRefLike);
    }

    private static Type Close(Type type) => type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(Argument)]) : type;

    private static MethodInfo Close(MethodInfo method) => method.MakeGenericMethod([.. method.GetGenericArguments().Select(Argument)]);

    private static Type Argument(Type parameter) => parameter.Name switch
    {
        "TLabels" => typeof(Fact),
        "TState" => typeof(State),
        "TSeries" => typeof(Counter),
        _ => typeof(double),
    };

    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"'{(text.Length > 20 ? text[..20] + "…" : text)}'",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Take(3).Select(Describe))}]",
        _ => $"{value}",
    };

    /// <summary>One list with valid arguments, and for each parameter one with each of its other values.</summary>
    private IEnumerable<(string Description, object?[] Arguments)> ArgumentLists(ParameterInfo[] parameters)
    {
        object?[] Valid() => [.. parameters.Select(p => ValidValue(p))];

        yield return ("valid", Valid());
        for (var i = 0; i < parameters.Length; i++)
        {
            foreach (var value in Values(Unwrap(parameters[i].ParameterType)))
            {
                var arguments = Valid();
                arguments[i] = value;
                yield return ($"{parameters[i].Name}: {Describe(value)}", arguments);
            }
        }
    }

    private async Task<Exception?> CallAsync(Type type, MethodBase member, object?[] arguments)
    {
        try
        {
            var instance = member.IsStatic || member.IsConstructor ? null : Instance(type);
            if (instance is null && !member.IsStatic && !member.IsConstructor)
                return null;
            var result = member is ConstructorInfo constructor ? constructor.Invoke(arguments) : member.Invoke(instance, arguments);
            if (result is Task task)
                await task.WithTimeout();
            if (result is MetricDefinition definition)
                definition.Validate();
            return null;
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static Type Unwrap(Type type) => type.IsByRef ? type.GetElementType()! : type;

    /// <summary>An object to call; null for types whose instances only the library creates, and which other members return.</summary>
    private object? Instance(Type type)
    {
        if (type.IsAssignableFrom(typeof(CounterFamily<Fact>)) && type.Name.StartsWith("LabeledFamily`2", StringComparison.Ordinal))
            return _registry.Counter<Fact>(NextName(), "Help.");
        return type.Name switch
        {
            nameof(Counter) => _registry.Counter(NextName(), "Help."),
            nameof(Gauge) => _registry.Gauge(NextName(), "Help."),
            nameof(Histogram) => _registry.Histogram(NextName(), "Help."),
            nameof(Summary) => _registry.Summary(NextName(), "Help."),
            nameof(StateSet) => _registry.StateSet(NextName(), "Help.", ["a", "b"]),
            "StateSet`1" => _registry.StateSet<State>(NextName(), "Help."),
            "Info`1" => _registry.Info<Fact>(NextName(), "Help."),
            "CounterFamily`1" => _registry.Counter<Fact>(NextName(), "Help."),
            nameof(MetricRegistry) => _registry,
            nameof(Exposer) => new Exposer(_registry),
            nameof(MetricsRenderer) => new MetricsRenderer(_registry),
            nameof(CollectionConsumer) => _registry.CreateConsumer(),
            nameof(RenderedMetrics) => new MetricsRenderer(_registry).Render(ExpositionFormat.OpenMetrics),
            nameof(PromQLExpression) => new PromQLExpression(0, 0),
            _ => null,
        };
    }

    private object? ValidValue(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);
        var type = Unwrap(parameter.ParameterType);
        return (type.Name, parameter.Name) switch
        {
            (nameof(String), "name" or "Name") => NextName(),
            (nameof(String), "state") => "a",
            (nameof(String), _) => "text",
            ("IReadOnlyList`1", "buckets" or "quantiles") => (double[])[0.5, 1],
            ("IReadOnlyList`1", "states" or "labels") => (string[])["a", "b"],
            (nameof(MetricRegistry), _) => _registry,
            (nameof(Stream), _) => new MemoryStream(),
            (nameof(Exemplar), _) => new Exemplar(),
            (nameof(TimeProvider), _) => TimeProvider.System,
            (nameof(ICollectionVisitor), _) => new Registry.VisitorLog(),
            (nameof(ExpositionFormat), _) => ExpositionFormat.OpenMetrics,
            (nameof(Counter), _) => _registry.Counter(NextName(), "Help."),
            ("CallbackSource`1", _) => _registry.CallbackSource(NextName(), () => 1.0),
            (nameof(MetricDefinition), _) => new GaugeDefinition(NextName(), "Help."),
            ("IEnumerable`1", _) => (MetricDefinition[])[new GaugeDefinition(NextName(), "Help.")],
            _ when typeof(MetricDefinition).IsAssignableFrom(type) => Definition(type),
            _ when typeof(Delegate).IsAssignableFrom(type) => Callback(type),
            _ when type.IsValueType => type == typeof(double) || type == typeof(int) || type == typeof(long) ? Convert.ChangeType(2, type, null) : Activator.CreateInstance(type),
            _ => null,
        };
    }

    private object Definition(Type type)
    {
        var definition = (MetricDefinition)Activator.CreateInstance(type, NextName(), "Help.", "", 0)!;
        return definition.GetType() == typeof(StateSetDefinition) ? new StateSetDefinition(definition.Name, "Help.") { States = ["a", "b"] } : definition;
    }

    private string NextName() => $"m{++_names}";

    /// <summary>A delegate that returns a default value, or a task that has completed.</summary>
    private static Delegate Callback(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var result = invoke.ReturnType;
        Expression body = result == typeof(void) ? Expression.Empty()
            : result == typeof(Task) ? Expression.Constant(Task.CompletedTask, result)
            : result == typeof(Task<double>) ? Expression.Constant(Task.FromResult(1.0), result)
            : Expression.Default(result);
        return Expression.Lambda(type, body, invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType))).Compile();
    }

    /// <summary>Values at the limits of a type and beyond what is valid.</summary>
    private static IEnumerable<object?> Values(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        IEnumerable<object?> values = value switch
        {
            _ when value == typeof(string) => ["", " ", "\0", "a\n", "\ud800", "le", "__x", "_overflow", new string('x', 100_000)],
            _ when value == typeof(double) => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -0.0, -1.0],
            _ when value == typeof(int) => [int.MinValue, -1, 0, 1, int.MaxValue],
            _ when value == typeof(long) => [long.MinValue, -1L, 0L, long.MaxValue],
            _ when value == typeof(TimeSpan) => [TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.FromTicks(1)],
            _ when value == typeof(DateTimeOffset) => [DateTimeOffset.MinValue, DateTimeOffset.MaxValue],
            _ when value == typeof(bool) => [false, true],
            _ when value.IsEnum => [Enum.ToObject(value, -1), Enum.ToObject(value, int.MaxValue)],
            _ when value == typeof(Fact) => [default(Fact), new Fact("\ud800")],
            _ when value == typeof(CancellationToken) => [new CancellationToken(canceled: true)],
            _ when value == typeof(IReadOnlyList<double>) => [Array.Empty<double>(), (double[])[double.NaN], (double[])[1, 1], new double[10_000]],
            _ when value == typeof(IReadOnlyList<long>) => [Array.Empty<long>(), (long[])[-1]],
            _ when value == typeof(IReadOnlyList<string>) => [Array.Empty<string>(), (string?[])[null], (string[])["a", "a"], (string[])["\ud800", "\udfff"], (string[])["le"], (string[])["__x"]],
            _ when value == typeof(IReadOnlySet<string>) => [new HashSet<string>(), new HashSet<string> { "" }, new HashSet<string?> { null }],
            _ when value == typeof(IReadOnlyList<LabelDefinition>) => [Array.Empty<LabelDefinition>(), (LabelDefinition?[])[null], (LabelDefinition[])[new(null!)], (LabelDefinition[])[new("a") { Values = [null!] }]],
            _ when value == typeof(IReadOnlyList<KeyValuePair<string, string>>) => [(KeyValuePair<string, string>[])[new(null!, null!)], (KeyValuePair<string, string>[])[new("a", null!)]],
            _ when value == typeof(IReadOnlyList<ExpositionFormat>) => [Array.Empty<ExpositionFormat>(), (ExpositionFormat?[])[null]],
            _ when value == typeof(IEnumerable<MetricDefinition>) => [Array.Empty<MetricDefinition>(), (MetricDefinition?[])[null]],
            _ => [],
        };
        return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? values : values.Append(null);
    }
}
