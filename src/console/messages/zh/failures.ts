import type { Translated } from '../catalogue.ts';
import type { failures as English } from '../en/failures.ts';

export const failures: Translated<typeof English> = {
  NetworkError: '服务器没有响应。请检查服务器是否运行，然后重试。',
  Unauthenticated: '请重新登录。',
  Forbidden: '请向访问管理员申请该权限。',
  NotFound: '对象不存在，或您无权查看。请重新加载页面。',
  Invalid: '请更正输入后重试。',
  State: '对象已被更改，或其状态不允许此操作。请查看状态后重试。',
  Throttled: '请等待 {seconds} 秒后重试。',
  Unavailable: '请稍后重试。如果持续出现，请查看服务器日志。',
  Bug: '请附上请求 ID 报告此问题，服务器日志中有更多信息。',
};
