using Vernier.Pangolin.Extensions;

namespace Vernier.Pangolin.Tests.Identity;

public sealed class SqliteIdentityTests : IdentityContract
{
    private protected override void UseDatabase(PangolinBuilder builder)
    {
        // SQLite is the default.
    }
}
