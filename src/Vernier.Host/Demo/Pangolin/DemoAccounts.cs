using System.Security.Cryptography;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>The passwords of the demo. They are random at each start and exist only in this process.</summary>
internal sealed class DemoAccounts
{
    private readonly Dictionary<string, string> _passwords = DemoResources.Users.ToDictionary(user => user, _ => Random());

    /// <summary>The password of the resource with header authentication.</summary>
    public string Header { get; } = Random();

    /// <summary>The password of the resource with a password.</summary>
    public string Files { get; } = Random();

    public string PasswordOf(string user) => _passwords[user];

    private static string Random() => RandomNumberGenerator.GetHexString(32);
}
