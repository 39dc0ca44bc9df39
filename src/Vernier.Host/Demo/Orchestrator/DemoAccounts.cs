using System.Security.Cryptography;

namespace Vernier.Host.Demo.Orchestrator;

/// <summary>The accounts of the demo. Their passwords are random at each start and exist only in this process.</summary>
internal sealed class DemoAccounts
{
    public const string Administrator = "demo-admin";

    private readonly Dictionary<string, string> _passwords;

    public DemoAccounts() => _passwords = Users.Append(Administrator).ToDictionary(name => name, _ => RandomNumberGenerator.GetHexString(32));

    /// <summary>The accounts that start runs.</summary>
    public static IReadOnlyList<string> Users { get; } = ["user123", "ada", "grace"];

    /// <summary>All accounts.</summary>
    public IEnumerable<string> Names => _passwords.Keys;

    public string PasswordOf(string name) => _passwords[name];
}
