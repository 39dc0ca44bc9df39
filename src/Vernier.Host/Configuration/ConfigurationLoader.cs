using NetEscapades.Configuration.Yaml;
using YamlDotNet.Core;

namespace Vernier.Host.Configuration;

/// <summary>
/// Reads the configuration. What comes later wins: the host's defaults, appsettings.json, vernier.yml (or the file that the command line names),
/// the environment, the command line.
/// </summary>
internal static class ConfigurationLoader
{
    public static IConfigurationRoot Load(CommandLineSettings commandLine, IEnumerable<KeyValuePair<string, string?>> defaults)
    {
        var builder = new ConfigurationBuilder()
            .SetBasePath(Environment.CurrentDirectory)
            .AddInMemoryCollection(defaults)
            .AddJsonFile("appsettings.json", optional: true);
        AddFile(builder, commandLine.File);
        builder.AddEnvironmentVariables();
        builder.AddInMemoryCollection(FromCommandLine(commandLine));
        try
        {
            return builder.Build();
        }
        catch (FileNotFoundException)
        {
            throw new ConfigurationException($"--config: there is no file {commandLine.File}.");
        }
        catch (InvalidDataException exception)
        {
            throw new ConfigurationException(Describe(exception));
        }
    }

    private static void AddFile(ConfigurationBuilder builder, string? file)
    {
        string path = Path.GetFullPath(file ?? "vernier.yml");
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            builder.AddJsonFile(path, optional: file is null);
        else
            builder.AddYamlFile(path, optional: file is null);
    }

    private static List<KeyValuePair<string, string?>> FromCommandLine(CommandLineSettings commandLine)
    {
        var settings = new List<KeyValuePair<string, string?>>();
        if (commandLine.Only is not null)
            settings.Add(new("only", commandLine.Only));
        if (commandLine.Demo is { } demo)
            settings.Add(new("demo", demo ? "true" : "false"));

        string[] wrong = [.. commandLine.Settings.Where(s => s.IndexOf('=') < 1)];
        if (wrong.Length > 0)
            throw new ConfigurationException([.. wrong.Select(s => $"--set: '{s}' is not a setting; write key=value, e.g. systems:orchestrix:port=9001.")]);
        settings.AddRange(commandLine.Settings.Select(s => KeyValuePair.Create<string, string?>(s[..s.IndexOf('=')], s[(s.IndexOf('=') + 1)..])));
        return settings;
    }

    // The readers wrap what they found, with the place, in an exception that names the file.
    private static string Describe(InvalidDataException exception) => exception.InnerException switch
    {
        FormatException { InnerException: YamlException yaml } => $"{exception.Message} Line {yaml.Start.Line}, column {yaml.Start.Column}: {yaml.Message}",
        FormatException { InnerException: { } inner } => $"{exception.Message} {inner.Message}",
        { } inner => $"{exception.Message} {inner.Message}",
        null => exception.Message,
    };
}
