namespace Vernier.Host.Configuration;

/// <summary>
/// Reads the configuration. What comes later wins: the host's defaults, appsettings.json, vernier.yml (or the file that the command line names),
/// the environment, the command line.
/// </summary>
internal static class ConfigurationLoader
{
    public static IConfigurationRoot Load(CommandLineSettings commandLine, IEnumerable<KeyValuePair<string, string?>> defaults)
    {
        IConfigurationBuilder builder = new ConfigurationBuilder()
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
        catch (InvalidDataException exception)
        {
            // The JSON reader wraps what it found, with the place, in an exception that names the file.
            throw new ConfigurationException($"{exception.Message} {exception.GetBaseException().Message}");
        }
    }

    private static void AddFile(IConfigurationBuilder builder, string? file)
    {
        string path = Path.GetFullPath(file ?? "vernier.yml");
        if (file is null && !File.Exists(path))
            return;
        if (!File.Exists(path))
            throw new ConfigurationException($"--config: there is no file {path}.");
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            builder.AddJsonFile(path, optional: false);
        else
            builder.AddInMemoryCollection(YamlFile.Read(path));
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
}
