/** Where the cloud's own errors send their reader. SDKs show it; it says what a code means there, which is what it means here. */
export const recommend = (code: string, requestId: string): string =>
  `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(code)}&product=Kms&requestId=${requestId}`;
