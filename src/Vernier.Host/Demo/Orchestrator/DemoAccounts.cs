using System.Security.Cryptography;

namespace Vernier.Host.Demo.Orchestrator;

/// <summary>The accounts of the demo. Unless they are configured, their passwords are random at each start and exist only in this process.</summary>
internal sealed class DemoAccounts
{
    private readonly Dictionary<string, string> _passwords = Names.ToDictionary(name => name, _ => RandomNumberGenerator.GetHexString(32));

    public static IReadOnlyList<string> Names { get; } = ["user123", "ada", "grace"];

    public string PasswordOf(string name) => _passwords[name];

    /// <summary>Uses a configured account.</summary>
    public void Use(string name, string password) => _passwords[name] = password;
}
