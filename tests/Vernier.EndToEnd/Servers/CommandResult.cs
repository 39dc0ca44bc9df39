namespace Vernier.EndToEnd.Servers;

/// <summary>The exit code of a program and the lines that it has written: standard output, then standard error.</summary>
internal sealed record CommandResult(string Name, int ExitCode, IReadOnlyList<string> Lines)
{
    public CommandResult Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    public override string ToString() => $"{Name} ended with exit code {ExitCode}:\n{string.Join('\n', Lines)}";
}
