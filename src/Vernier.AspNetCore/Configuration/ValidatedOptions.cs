using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace Vernier.AspNetCore.Configuration;

/// <summary>Changes how <see cref="ValidatedOptions"/> reads a section. Immutable.</summary>
public sealed record ValidatedOptionsSettings
{
    /// <summary>Looks up <c>${NAME}</c> in values, for example <see cref="Environment.GetEnvironmentVariable(string)"/>. Null (the default): values are taken as written.</summary>
    public Func<string, string?>? Variables { get; init; }

    /// <summary>Returns the error code of a kind of failure, for <see cref="OptionFailure.Code"/>. Null (the default): no codes.</summary>
    public Func<OptionFailureKind, string?>? Codes { get; init; }

    /// <summary>Whether keys at the top of the section are ignored when they are unknown. Default: false.</summary>
    public bool AllowUnknownKeys { get; init; }
}

/// <summary>
/// Binds options to configuration and validates them. All failures are collected: values that cannot be read, unknown keys, violated validation
/// attributes and <see cref="System.ComponentModel.DataAnnotations.IValidatableObject"/>, each with its full key. Thread-safe.
/// </summary>
/// <remarks>
/// The generated validators of <c>[OptionsValidator]</c> are used where options are set in code. They return text with property names, and so
/// cannot report the key, the value and the rule of a setting.
/// </remarks>
public static class ValidatedOptions
{
    internal const string Reflection = "Options classes are read by reflection.";

    /// <summary>Binds and validates options.</summary>
    /// <typeparam name="TOptions">The options class, with public settable properties.</typeparam>
    /// <param name="configuration">The section, or the whole configuration; one without keys leaves the defaults.</param>
    /// <param name="failures">Receives what is wrong.</param>
    /// <param name="settings">How to read it; null for the defaults.</param>
    /// <returns>The options. Where a value cannot be read, the default is left.</returns>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static TOptions Read<TOptions>(IConfiguration configuration, ICollection<OptionFailure> failures, ValidatedOptionsSettings? settings = null)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(failures);
        var options = new TOptions();
        var found = Bind(options, configuration, settings ?? new());
        Check(options, (configuration as IConfigurationSection)?.Path ?? "", found, settings ?? new());
        foreach (var failure in found)
            failures.Add(failure);
        return options;
    }

    /// <summary>Returns all keys of an options class, with <c>*</c> for the index or the name of an entry, for example <c>servers:*:url</c>.</summary>
    /// <param name="options">The options class.</param>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static IReadOnlyList<string> KeysOf(Type options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. OptionType.Of(options).Properties.SelectMany(p => OptionType.KeysBelow(p.Key, p.Property.PropertyType))];
    }

    /// <summary>Creates the failure of an unknown key.</summary>
    /// <param name="key">The full key.</param>
    /// <param name="allowed">The keys that are allowed there.</param>
    public static OptionFailure UnknownKey(string key, IEnumerable<string> allowed) =>
        new(key, null, $"unknown key; allowed keys are {string.Join(", ", allowed)}", OptionFailureKind.UnknownKey);

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    internal static List<OptionFailure> Bind(object options, IConfiguration configuration, ValidatedOptionsSettings settings)
    {
        var failures = new List<OptionFailure>();
        var source = settings.Variables is { } variables && configuration is IConfigurationSection section
            ? ConfigurationVariables.Expand(section, variables, failures)
            : configuration;
        var unreadable = new List<OptionFailure>();
        new OptionBinder(unreadable).Bind(options, source, settings.AllowUnknownKeys);
        // A value without its variable is invalid for that reason alone.
        var missing = failures.Select(f => f.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        failures.AddRange(unreadable.Where(f => !missing.Contains(f.Key)));
        return failures;
    }

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    internal static void Check(object options, string path, List<OptionFailure> failures, ValidatedOptionsSettings settings)
    {
        new OptionRules(failures).Check(options, path);
        if (settings.Codes is not { } codes)
            return;
        for (var i = 0; i < failures.Count; i++)
            failures[i] = failures[i] with { Code = codes(failures[i].Kind) };
    }
}
