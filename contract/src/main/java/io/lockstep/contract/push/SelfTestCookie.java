package io.lockstep.contract.push;

/**
 * The number that was published last.
 *
 * @param cookie 0 when there was none; 0 to 4294967295
 */
public record SelfTestCookie(long cookie) {}
