namespace Vernier.Tests;

public class Smoke
{
    [Fact]
    public void Ok() => 1.ShouldBe(1);
}
