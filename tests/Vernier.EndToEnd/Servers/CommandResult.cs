namespace Vernier.EndToEnd.Servers;

/// <summary>How a program ended, and the lines it wrote: first those of its output, then those of its error stream.</summary>
internal sealed record CommandResult(string Name, int ExitCode, IReadOnlyList<string> Lines)
{
    public CommandResult Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    public override string ToString() => $"{Name} ended with exit code {ExitCode}:\n{string.Join('\n', Lines)}";
}
