using Vernier.AspNetCore.Configuration;
using Vernier.Host.Configuration;

namespace Vernier.Host.Commands;

/// <summary>Collects the arguments of an agent as configuration keys, and reads its options from them. Not thread-safe.</summary>
/// <param name="optionOf">Returns the command line option of a configuration key, for error messages.</param>
internal sealed class AgentArguments(Func<string, string> optionOf)
{
    private readonly Dictionary<string, string?> _settings = [];
    private readonly List<string> _errors = [];
    private readonly HashSet<string> _invalid = [];

    /// <summary>Adds a value; null if the option was not given.</summary>
    public void Add(string key, string? value)
    {
        if (value is not null)
            _settings[key] = value;
    }

    /// <summary>Adds a secret from a file or, without one, from an environment variable.</summary>
    public void AddSecret(string key, string option, string? file, string variable)
    {
        try
        {
            var secret = (file is null ? Environment.GetEnvironmentVariable(variable) : File.ReadAllText(file))?.Trim();
            if (!string.IsNullOrEmpty(secret))
                _settings[key] = secret;
            else
                Fail(key, file is null ? $"{option}: no secret; set {option} FILE or the environment variable {variable}." : $"{option}: the file {file} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(key, $"{option}: cannot read the secret: {exception.Message}");
        }
    }

    /// <summary>Adds values that are given as <c>NAME=VALUE</c>.</summary>
    public void AddNamed(string key, string option, IEnumerable<string> values, string example)
    {
        foreach (var value in values)
        {
            var equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                Fail(key, new OptionFailure(option, value, $"must be NAME=VALUE, for example {example}").ToString());
            else if (value.IndexOf(':', 0, equals) >= 0 || !_settings.TryAdd($"{key}:{value[..equals]}", value[(equals + 1)..]))
                Fail(key, new OptionFailure(option, value, "must have a name without colons that is not used twice").ToString());
        }
    }

    /// <summary>Reads and validates the options.</summary>
    /// <exception cref="ConfigurationException">Arguments are invalid; the exception has all errors.</exception>
    public TOptions Read<TOptions>()
        where TOptions : class, new()
    {
        var failures = new List<OptionFailure>();
        var options = ValidatedOptions.Read<TOptions>(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build(), failures);
        // What is missing because its argument is invalid was reported with the argument.
        _errors.AddRange(failures.Where(failure => !_invalid.Contains(failure.Key)).Select(failure => (failure with { Key = optionOf(failure.Key) }).ToString()));
        return _errors.Count == 0 ? options : throw new ConfigurationException(_errors);
    }

    private void Fail(string key, string error)
    {
        _invalid.Add(key);
        _errors.Add(error);
    }
}
