#:project dev/Vernier.Dev.csproj
#:property PublishAot=false
// The tool of the repository: `dotnet run dev.cs -- VERB`. Each task of a developer or a build machine is a verb; the folder dev has their code.
using Vernier.Dev;

Environment.CurrentDirectory = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
foreach (var variable in (string[])["DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT", "TESTINGPLATFORM_TELEMETRY_OPTOUT"])
    Environment.SetEnvironmentVariable(variable, "1");

Verb[] verbs =
[
    new("setup", "", "install what the tests need: Debian and npm packages, only missing ones", _ => Setup.Run()),
    new("build", "[ARGS]", "build the solution; warnings are errors", Solution.Build),
    new("test", "[ARGS]", "setup, build, and run all test projects; ARGS (such as --filter-class '*Name*') are passed to each", Tests.Run),
    new("coverage", "", "measure the line and branch coverage of the in-process tests and update docs/coverage.md", _ => Coverage.Run()),
    new("format", "[--check]", "format the code; with --check, fail if a file is not formatted", Solution.Format),
    new("texts", "[PATH]", "list all messages, descriptions and other texts of src and systems, or of one folder", Texts.Run),
    new("bench", "[ARGS]", "run the benchmarks: `compare` for the comparison, otherwise ARGS are passed to BenchmarkDotNet", Solution.Bench),
    new("pack", "", "create the packages in artifacts/package", _ => Solution.Pack()),
    new("ci", "", "setup, build, format --check and test: everything that must pass before a merge", _ => ContinuousIntegration.Run()),
];

if (args is ["help" or "--help" or "-h"])
{
    Console.Out.WriteLine(Usage());
    return 0;
}
if (verbs.FirstOrDefault(verb => verb.Name == args.FirstOrDefault()) is { } chosen)
    return chosen.Run(args[1..]);

Console.Error.WriteLine(args is [] ? "Specify a verb.\n" : $"Unknown verb '{args[0]}'.\n");
Console.Error.WriteLine(Usage());
return 2;

string Usage() => $"""
    Usage: dotnet run dev.cs -- VERB [ARGS]

    {string.Join('\n', verbs.Select(verb => $"  {verb.Name + " " + verb.Arguments,-18} {verb.Help}"))}

    The last line of test and ci is `N passed, N failed, N skipped`.
    Exit codes: 0 success, 1 failure, 2 invalid command line.
    """;

internal sealed record Verb(string Name, string Arguments, string Help, Func<string[], int> Run);
