namespace Vernier.Toolkit.Rules;

/// <summary>How many times faster than allowed an error budget burns, over a long window, and still over a short one.</summary>
internal sealed record BurnRate(decimal Factor, TimeSpan Short, TimeSpan Long);
